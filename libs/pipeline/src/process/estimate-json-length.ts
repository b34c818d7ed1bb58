import type { Json } from '@twl/contracts';

/** Characters that a value adds to its text: quotes, commas, digits. */
const overhead = 8;

/** Estimates the length of a value's JSON in characters, without writing it. */
export const estimateJsonLength = (value: Json): number => {
  if (typeof value === 'string') return overhead + value.length;
  if (typeof value !== 'object' || value === null) return overhead;
  let weight = overhead;
  if (Array.isArray(value)) for (const item of value) weight += estimateJsonLength(item);
  else for (const key in value) weight += key.length + estimateJsonLength(value[key] ?? null);
  return weight;
};
