import type { Json } from '@twl/contracts';

/** What Python takes for false: such a token is the end. */
export const isFalsy = (value: Json | undefined): boolean => {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
};
