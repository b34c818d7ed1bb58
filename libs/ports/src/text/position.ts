import { readJson } from '@twl/json';
import { BadCursorError } from '../errors';

/** Writes a position in a list as opaque text; `query` identifies the list. */
export const writePosition = (query: readonly unknown[], position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([JSON.stringify(query), ...position])).toString('base64url');

/** Reads a position that {@link writePosition} wrote for the same query; checks the type of each part. @throws BadCursorError */
export const readPosition = <T extends readonly (string | number)[]>(query: readonly unknown[], position: string, types: T): T => {
  let parts: unknown;
  try {
    parts = readJson(Buffer.from(position, 'base64url').toString());
  } catch {
    throw new BadCursorError();
  }
  const isOurs = Array.isArray(parts) && parts.length === types.length + 1 && parts[0] === JSON.stringify(query);
  const values = isOurs ? (parts as unknown[]).slice(1) : [];
  if (!isOurs || values.some((part, i) => typeof part !== typeof types[i])) throw new BadCursorError();
  return values as unknown as T;
};
