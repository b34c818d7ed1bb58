import type { Json } from '@twl/contracts';

/** Returns true if a value can name something, such as the key of a partition: any truthy value of Python, or the number 0. */
export const isNamed = (value: Json | undefined): value is Json => value === 0 || !isFalsy(value);

/** Returns true for falsy values of Python: such a token is the end. */
export const isFalsy = (value: Json | undefined): boolean => {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
};
