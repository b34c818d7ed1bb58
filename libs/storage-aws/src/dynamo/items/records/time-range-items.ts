import type { Key } from '../../table/action';

/** The earliest and the latest time that a generation's records may stand at, in both orders, ms. */
export interface Bounds {
  ulo: number;
  uhi: number;
  tlo: number;
  thi: number;
  /** The first minute that anything was counted in. */
  mlo: number;
}

export const boundsKey = (gen: string): Key => ({ pk: `G#${gen}`, sk: 'B' });

/** Nothing stands anywhere. */
export const never: Bounds = { ulo: Infinity, uhi: -Infinity, tlo: Infinity, thi: -Infinity, mlo: Infinity };

/** The bounds that an item holds; without an item nothing stands anywhere. */
export const boundsOf = (item: object | undefined): Bounds => ({ ...never, ...item });
