import { readJson } from '@twl/json';
import { BadCursorError } from '../errors';

/** A place in a list as opaque text; `query` is what it belongs to. */
export const writePosition = (query: readonly unknown[], position: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([JSON.stringify(query), ...position])).toString('base64url');

/** The place that {@link writePosition} was given for the same query, each part of the type it had. @throws BadCursorError */
export const readPosition = <T extends readonly (string | number)[]>(query: readonly unknown[], position: string, types: T): T => {
  let parts: unknown;
  try {
    parts = readJson(Buffer.from(position, 'base64url').toString());
  } catch {
    throw new BadCursorError();
  }
  const isOurs = Array.isArray(parts) && parts.length === types.length + 1 && parts[0] === JSON.stringify(query);
  const place = isOurs ? (parts as unknown[]).slice(1) : [];
  if (!isOurs || place.some((part, i) => typeof part !== typeof types[i])) throw new BadCursorError();
  return place as unknown as T;
};
