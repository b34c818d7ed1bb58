import type { Json } from '@twl/contracts';

/** JSON text with keys in order, so that equal values give equal texts. */
export const writeSortedJson = (value: Json): string => {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => writeSortedJson(item ?? null)).join(',')}]`;
  const keys = Object.keys(value).sort();
  const members = keys.flatMap((key) => (value[key] === undefined ? [] : [`${JSON.stringify(key)}:${writeSortedJson(value[key])}`]));
  return `{${members.join(',')}}`;
};
