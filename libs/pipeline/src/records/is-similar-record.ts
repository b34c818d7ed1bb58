import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '@twl/json';

/** Whether the item at a position is probably the record that was refused there: most of its fields are unchanged. */
export const isSimilarRecord = (refused: unknown, now: unknown): boolean => {
  if (!isJsonObject(refused) || !isJsonObject(now)) return isDeepStrictEqual(refused, now);
  const fields = Object.entries(refused);
  const same = fields.filter(([name, value]) => Object.hasOwn(now, name) && isDeepStrictEqual(now[name], value));
  return same.length * 2 > fields.length;
};
