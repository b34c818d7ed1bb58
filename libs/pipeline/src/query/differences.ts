import type { Json, JsonObject } from '@twl/contracts';
import { pointerStep } from '@twl/json';

/** One place where two JSON values differ: `before` is absent where something was added, `after` where it was removed. */
export interface Difference {
  op: 'add' | 'remove' | 'replace';
  /** JSON pointer (RFC 6901). */
  path: string;
  before?: Json;
  after?: Json;
}

/** Every place where two values differ, in the order of the first one's keys. Lists are compared place by place. */
export const differences = (before: Json, after: Json): Difference[] => [...walk(before, after, '')];

function* walk(before: Json, after: Json, path: string): Generator<Difference> {
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    if (!isSame(before, after)) yield { op: 'replace', path, before, after };
    return;
  }
  const old = before as JsonObject;
  const fresh = after as JsonObject;
  for (const [key, was] of Object.entries(old)) {
    const at = path + pointerStep(key);
    const is = Object.hasOwn(fresh, key) ? fresh[key] : undefined;
    if (is === undefined) yield { op: 'remove', path: at, before: was };
    else yield* walk(was, is, at);
  }
  for (const [key, is] of Object.entries(fresh)) {
    if (!Object.hasOwn(old, key)) yield { op: 'add', path: path + pointerStep(key), after: is };
  }
}

const isBranch = (value: Json): value is Json[] | JsonObject => typeof value === 'object' && value !== null;

/** Branches of different kinds differ; 0 and -0 are one number in JSON. */
const isSame = (a: Json, b: Json): boolean => a === b;
