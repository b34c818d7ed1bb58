import { BadCursorError } from '../errors';

/** A place in a list as opaque text; `query` is what it belongs to. */
export const encodePosition = (query: unknown, value: unknown): string =>
  Buffer.from(JSON.stringify([JSON.stringify(query), value])).toString('base64url');

/** The place that {@link encodePosition} was given for the same query. @throws BadCursorError */
export const decodePosition = <T>(query: unknown, position: string): T => {
  try {
    const [owner, value] = JSON.parse(Buffer.from(position, 'base64url').toString()) as [string, T];
    if (owner === JSON.stringify(query) && value !== undefined) return value;
  } catch {
    throw new BadCursorError();
  }
  throw new BadCursorError();
};
