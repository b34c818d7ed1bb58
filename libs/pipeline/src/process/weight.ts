import type { Json } from '@twl/contracts';

/** What a value takes beside its text: about what the JSON has of quotes, commas and digits. */
const each = 8;

/** About how long a value's JSON is, in characters: quick, for one whose size only has to be bounded. */
export const weightOf = (value: Json): number => {
  if (typeof value === 'string') return each + value.length;
  if (typeof value !== 'object' || value === null) return each;
  let weight = each;
  if (Array.isArray(value)) for (const item of value) weight += weightOf(item);
  else for (const key in value) weight += key.length + weightOf(value[key] ?? null);
  return weight;
};
