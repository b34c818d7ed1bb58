import type { Json, JsonObject } from '@twl/contracts';
import { isGlob } from '../paths/glob';
import { type PathStep, stepsMatch, walkPath } from '../paths/steps';

type Keys = readonly (string | number)[];

const keysOf = (steps: readonly PathStep[]): Keys => steps.map(({ key }) => key);

/** Deletes the values at a path; wildcards can match many, a missing value is ignored. */
export const deletePath = (record: JsonObject, path: readonly string[]): void => {
  if (!path.some(isGlob)) {
    deleteAt(record, path);
    return;
  }
  for (const { steps } of [...walkPath(record)]) if (stepsMatch(steps, path)) deleteAt(record, keysOf(steps));
};

/** Deletes every plain value that is accepted. */
export const deleteLeaves = (record: JsonObject, accepts: (value: Json) => boolean): void => {
  for (const { steps, value } of [...walkPath(record)]) {
    if ((typeof value !== 'object' || value === null) && accepts(value)) deleteAt(record, keysOf(steps));
  }
};

/** The last element of a list goes; any other becomes null, so that the rest keep their places. */
const deleteAt = (record: JsonObject, keys: Keys): void => {
  let owner: Json | undefined = record;
  for (const key of keys.slice(0, -1)) owner = childOf(owner, key);
  const last = keys.at(-1);
  if (last === undefined || typeof owner !== 'object' || owner === null) return;
  if (!Array.isArray(owner)) {
    if (Object.hasOwn(owner, last)) Reflect.deleteProperty(owner, last);
    return;
  }
  const index = indexOf(owner, last);
  if (index === owner.length - 1 && index >= 0) owner.pop();
  else if (index >= 0 && index < owner.length) owner[index] = null;
};

const indexOf = (list: Json[], key: string | number): number => {
  if (typeof key === 'number') return key;
  if (!/^-?\d+$/.test(key)) return -1;
  return Number(key) < 0 ? list.length + Number(key) : Number(key);
};

const childOf = (owner: Json | undefined, key: string | number): Json | undefined => {
  if (typeof owner !== 'object' || owner === null) return undefined;
  if (Array.isArray(owner)) return owner[indexOf(owner, key)];
  return Object.hasOwn(owner, key) ? owner[key] : undefined;
};
