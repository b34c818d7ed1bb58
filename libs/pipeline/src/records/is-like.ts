import { isDeepStrictEqual } from 'node:util';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether what stands at a place now is the record that was refused there: most of its fields are as they were. */
export const isLike = (refused: unknown, now: unknown): boolean => {
  if (!isObject(refused) || !isObject(now)) return isDeepStrictEqual(refused, now);
  const fields = Object.entries(refused);
  const same = fields.filter(([name, value]) => Object.hasOwn(now, name) && isDeepStrictEqual(now[name], value));
  return same.length * 2 > fields.length;
};
