import type { Json } from '@twl/contracts';

/** How values of a cursor are read, written, compared and counted on. */
export interface CursorScale<V> {
  /** Throws for an invalid value. */
  parse(value: Json): V;
  format(value: V): string | number;
  compare(a: V, b: V): number;
  /** The value after which a next stretch may begin and still touch this one. */
  next(value: V): V;
}

/** The greater of two values. */
export const laterOf = <V>(scale: CursorScale<V>, a: V, b: V): V => (scale.compare(a, b) >= 0 ? a : b);

/** The smaller of two values. */
export const earlierOf = <V>(scale: CursorScale<V>, a: V, b: V): V => (scale.compare(a, b) <= 0 ? a : b);
