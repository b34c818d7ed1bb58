import type { Json } from '@twl/contracts';

declare global {
  interface JSON {
    /** A number written with exactly these digits. */
    rawJSON(text: string): unknown;
  }
}

/** JSON text; integers of any size keep their digits. */
export const writeJson = (value: Json): string => {
  try {
    return JSON.stringify(value);
  } catch {
    // A function for each value takes several times as long, and few values have a bigint.
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? JSON.rawJSON(item.toString()) : item));
  }
};

/** JSON text with keys in order, so that equal values give equal texts. */
export const writeSortedJson = (value: Json): string => {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => writeSortedJson(item ?? null)).join(',')}]`;
  const keys = Object.keys(value).sort();
  const members = keys.flatMap((key) => (value[key] === undefined ? [] : [`${JSON.stringify(key)}:${writeSortedJson(value[key])}`]));
  return `{${members.join(',')}}`;
};
