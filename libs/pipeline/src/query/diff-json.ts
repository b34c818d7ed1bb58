import type { Json, JsonObject } from '@twl/contracts';
import { pointerStep } from '@twl/json';

/** One difference between two JSON values: `before` is absent for an addition, `after` for a removal. */
export interface Difference {
  op: 'add' | 'remove' | 'replace';
  /** JSON pointer (RFC 6901). */
  path: string;
  before?: Json;
  after?: Json;
}

/** Lists the differences between two values, in the order of the first one's keys. Lists are compared element by element. */
export const diffJson = (before: Json, after: Json): Difference[] => [...walkValues(before, after, '')];

function* walkValues(before: Json, after: Json, path: string): Generator<Difference> {
  if (!isBranch(before) || !isBranch(after) || Array.isArray(before) !== Array.isArray(after)) {
    if (!isEqual(before, after)) yield { op: 'replace', path, before, after };
    return;
  }
  const old = before as JsonObject;
  const fresh = after as JsonObject;
  for (const [key, was] of Object.entries(old)) {
    const at = path + pointerStep(key);
    const is = Object.hasOwn(fresh, key) ? fresh[key] : undefined;
    if (is === undefined) yield { op: 'remove', path: at, before: was };
    else yield* walkValues(was, is, at);
  }
  for (const [key, is] of Object.entries(fresh)) {
    if (!Object.hasOwn(old, key)) yield { op: 'add', path: path + pointerStep(key), after: is };
  }
}

const isBranch = (value: Json): value is Json[] | JsonObject => typeof value === 'object' && value !== null;

/** Compares two leaves, or values of different kinds; 0 and -0 are the same number in JSON. */
const isEqual = (a: Json, b: Json): boolean => a === b;
