import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';

/** Maximum depth of a flag that says whether more follows. */
const deepest = 6;

const oppositeTexts: Readonly<Record<string, string>> = { true: 'false', false: 'true', True: 'False', False: 'True' };

/**
 * The same value with each flag reversed, also those written as text. A condition that becomes true by that is decided by a flag of the
 * answer. Lists hold records, and stay as they are.
 */
export const reverseFlags = (value: Json, depth = 0): Json => {
  if (typeof value === 'boolean') return !value;
  const opposite = typeof value === 'string' && Object.hasOwn(oppositeTexts, value) ? oppositeTexts[value] : undefined;
  if (opposite !== undefined) return opposite;
  if (!isJsonObject(value) || depth === deepest) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, reverseFlags(each, depth + 1)]));
};
