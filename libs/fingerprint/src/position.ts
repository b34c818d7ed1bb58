import { parseFieldPath } from './field-path';
import type { Shape } from './shape';

/** A place in a document as far as left-out fields tell places apart, with the shapes of the objects met there. */
export class Position {
  /** Keys that are left out here; `*` stands for every item of an array. */
  readonly drops = new Set<string>();
  readonly inner = new Map<string, Position>();
  readonly shapes = new Map<string, Shape>();

  constructor(private readonly elsewhere?: Position) {}

  /** The place one step further in. */
  at(key: string): Position {
    return this.inner.get(key) ?? this.elsewhere ?? this;
  }

  /** Leaves out what `parts` names, seen from here. */
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

/** The outermost place of documents whose `fields` are left out. @throws FieldPathError */
export const positionWithout = (fields: readonly string[]): Position => {
  const top = new Position(new Position());
  for (const field of fields) top.drop(parseFieldPath(field));
  return top;
};
