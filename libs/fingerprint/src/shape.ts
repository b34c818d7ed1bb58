import type { JsonObject } from '@twl/contracts';
import type { Position } from './position';

/** Shapes kept per place; hostile documents with a new shape each must not fill the memory. */
const maxShapes = 512;
/** Objects with more keys are maps rather than records: their shapes do not come back. */
const maxKeys = 256;

/** Where a value stands: its place, and the shape that an object had there last time. */
export interface Slot {
  position: Position;
  hint: Shape | undefined;
  items: Slot | undefined;
}

export const slotAt = (position: Position): Slot => ({ position, hint: undefined, items: undefined });

/** What objects with the same keys in the same order have in common: their canonical order, worked out once. */
export interface Shape {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  /** What is written before each value: `{"a":`, `,"b":`. */
  readonly prefixes: readonly string[];
  readonly slots: readonly Slot[];
}

/** Whether the object has the shape's keys, in the shape's order. */
export const fits = (object: JsonObject, shape: Shape): boolean => {
  const keys = shape.keys;
  let i = 0;
  // `for in` over a plain object reads V8's cached key list without making an array of it.
  for (const key in object) if (keys[i++] !== key) return false;
  return i === keys.length;
};

const buildShape = (keys: string[], position: Position): Shape => {
  // The default order of `sort` is by UTF-16 code units, as RFC 8785 wants it.
  const sorted = keys.filter((key) => !position.drops.has(key)).sort();
  return {
    keys,
    sorted,
    prefixes: sorted.map((key, i) => `${i === 0 ? '{' : ','}${JSON.stringify(key)}:`),
    slots: sorted.map((key) => slotAt(position.at(key))),
  };
};

/** The shape of an object at a place, from the place's memory where it is there. */
export const shapeOf = (object: JsonObject, position: Position): Shape => {
  const keys = Object.keys(object);
  if (keys.length > maxKeys) return buildShape(keys, position);
  const id = keys.join('\0');
  const known = position.shapes.get(id);
  if (known !== undefined && fits(object, known)) return known;
  const shape = buildShape(keys, position);
  if (position.shapes.size >= maxShapes) position.shapes.clear();
  position.shapes.set(id, shape);
  return shape;
};
