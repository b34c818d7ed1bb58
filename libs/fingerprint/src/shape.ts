import type { JsonObject } from '@twl/contracts';
import type { Position } from './position';

/** Number of shapes per position; hostile documents with a new shape each must not fill the memory. */
const maxShapes = 512;
/** Objects with more keys are maps, not records: their shapes do not repeat. */
const maxKeys = 256;

/** Where a value is: its position, and the shape of the previous object there. */
export interface Slot {
  position: Position;
  lastShape: Shape | undefined;
  items: Slot | undefined;
}

export const createSlot = (position: Position): Slot => ({ position, lastShape: undefined, items: undefined });

/** The canonical order of all objects with the same keys in the same order, computed once. */
export interface Shape {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  /** The text before each value: `{"a":`, `,"b":`. */
  readonly prefixes: readonly string[];
  readonly slots: readonly Slot[];
}

/** Returns true if the object has the keys of the shape, in the same order. */
export const fitsShape = (object: JsonObject, shape: Shape): boolean => {
  const keys = shape.keys;
  let i = 0;
  // `for in` over a plain object reads V8's cached key list without building an array.
  for (const key in object) if (keys[i++] !== key) return false;
  return i === keys.length;
};

const buildShape = (keys: string[], position: Position): Shape => {
  // `sort` orders by UTF-16 code units by default, as RFC 8785 requires.
  const sorted = keys.filter((key) => !position.drops.has(key)).sort();
  return {
    keys,
    sorted,
    prefixes: sorted.map((key, i) => `${i === 0 ? '{' : ','}${JSON.stringify(key)}:`),
    slots: sorted.map((key) => createSlot(position.at(key))),
  };
};

/** Returns the shape of an object at a position; known shapes are reused. */
export const shapeOf = (object: JsonObject, position: Position): Shape => {
  const keys = Object.keys(object);
  if (keys.length > maxKeys) return buildShape(keys, position);
  const id = keys.join('\0');
  const known = position.shapes.get(id);
  if (known !== undefined && fitsShape(object, known)) return known;
  const shape = buildShape(keys, position);
  if (position.shapes.size >= maxShapes) position.shapes.clear();
  position.shapes.set(id, shape);
  return shape;
};
