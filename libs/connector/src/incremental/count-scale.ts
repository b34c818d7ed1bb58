import type { Json } from '@twl/contracts';
import type { CursorScale } from './cursor-scale';

/** Counts that grow with every record. */
export const countScale: CursorScale<number> = {
  parse(value: Json) {
    const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof count !== 'number' || Number.isNaN(count)) throw new TypeError('not a count');
    return count;
  },
  format: (value) => value,
  compare: (a, b) => a - b,
  next: (value) => value + 1,
};
