import { parseFieldPath } from './field-path';
import type { Shape } from './shape';

/** A position in a document, with the shapes of the objects at that position. */
export class Position {
  /** Keys to leave out here; `*` means every item of an array. */
  readonly drops = new Set<string>();
  readonly inner = new Map<string, Position>();
  readonly shapes = new Map<string, Shape>();

  constructor(private readonly elsewhere?: Position) {}

  /** Returns the position of a child. */
  at(key: string): Position {
    return this.inner.get(key) ?? this.elsewhere ?? this;
  }

  /** Leaves out the field at this path, relative to this position. */
  drop([key, ...rest]: string[]): void {
    if (key === undefined) return;
    if (rest.length === 0) {
      this.drops.add(key);
      return;
    }
    const next = this.inner.get(key) ?? new Position(this.elsewhere);
    this.inner.set(key, next);
    next.drop(rest);
  }
}

/** Returns the root position of documents without `fields`. @throws FieldPathError */
export const createPosition = (fields: readonly string[]): Position => {
  const top = new Position(new Position());
  for (const field of fields) top.drop(parseFieldPath(field));
  return top;
};
