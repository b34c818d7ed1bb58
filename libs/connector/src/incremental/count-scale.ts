import type { Json } from '@twl/contracts';
import type { CursorScale } from './cursor-scale';

/** A bigint if a double cannot hold the count exactly. */
export type Count = number | bigint;

const wholeNumber = /^\s*[+-]?\d{1,4300}\s*$/;

/** Counts that grow with every record, with all digits: 64-bit ids are too large for a double. */
export const countScale: CursorScale<Count> = {
  parse(value: Json) {
    const count = typeof value === 'string' ? fromText(value) : value;
    if (typeof count !== 'bigint' && (typeof count !== 'number' || !Number.isFinite(count))) throw new TypeError('not a count');
    return count;
  },
  format: (value) => (typeof value === 'bigint' ? value.toString() : value),
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  next: (value) => (typeof value === 'bigint' ? value + 1n : value + 1),
};

const fromText = (text: string): Count | undefined => {
  if (text.trim() === '') return undefined;
  const count = Number(text);
  return Number.isSafeInteger(count) || !wholeNumber.test(text) ? count : BigInt(text.replace('+', ''));
};
