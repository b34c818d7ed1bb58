import type { Json } from '@twl/contracts';

/** A value that names something, as the key of a partition does: what Python takes for true, and the number 0. */
export const isNamed = (value: Json | undefined): value is Json => value === 0 || !isFalsy(value);

/** What Python takes for false: such a token is the end. */
export const isFalsy = (value: Json | undefined): boolean => {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
};
