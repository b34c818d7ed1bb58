import type { Json } from '@twl/contracts';

declare global {
  interface JSON {
    /** A number written with exactly these digits. */
    rawJSON(text: string): unknown;
  }
}

/** JSON text; integers of any size keep their digits. */
export const writeJson = (value: Json): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? JSON.rawJSON(item.toString()) : item));

/** JSON text with keys in order, so that equal values give equal texts. */
export const writeSortedJson = (value: Json): string =>
  JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item === 'bigint') return JSON.rawJSON(item.toString());
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
