import type { Json } from '@twl/contracts';
import { ReadFailedError } from '../errors/connector-errors';

/** A token as the number it must be. @throws ReadFailedError */
export const parseWholeNumber = (token: Json, what: string): number => {
  if (typeof token === 'number' && Number.isInteger(token)) return token;
  throw new ReadFailedError(`the page token ${JSON.stringify(String(token))} of ${what} is not a whole number`);
};
