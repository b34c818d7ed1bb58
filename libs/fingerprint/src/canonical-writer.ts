import type { Json, JsonObject } from '@twl/contracts';
import { CanonicalJsonError } from './errors';
import type { Position } from './position';
import { fitsShape, shapeOf, createSlot, type Slot } from './shape';

/** Maximum nesting of arrays and objects: far above the limit for pages, far below a stack overflow. */
export const maxDepth = 256;

/** Matches what JSON text must escape. */
const needsEscape = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

const writeString = (value: string): string => (needsEscape.test(value) ? JSON.stringify(value) : `"${value}"`);

const writeNumber = (value: number): string => {
  if (!Number.isFinite(value)) throw new CanonicalJsonError('NOT_JSON', `${value} is not a JSON number`);
  return `${value}`;
};

const isAbsent = (value: unknown): boolean => value === undefined;

const dropAbsent = (object: JsonObject): JsonObject => Object.fromEntries(Object.entries(object).filter(([, value]) => !isAbsent(value)));

/** Writes canonical JSON and remembers the shapes of objects, because the records of one stream have the same shape. */
export class CanonicalWriter {
  private readonly top: Slot;

  constructor(position: Position) {
    this.top = createSlot(position);
  }

  /** @throws CanonicalJsonError */
  write(value: Json): string {
    return this.value(value, this.top, 0);
  }

  private value(value: Json, slot: Slot, depth: number): string {
    if (typeof value === 'string') return writeString(value);
    if (typeof value === 'number') return writeNumber(value);
    if (typeof value !== 'object' || value === null) return `${value}`;
    if (depth === maxDepth) throw new CanonicalJsonError('TOO_DEEP', `nested deeper than ${maxDepth} levels`);
    return Array.isArray(value) ? this.array(value, slot, depth + 1) : this.object(value, slot, depth + 1);
  }

  private object(object: JsonObject, slot: Slot, depth: number): string {
    let shape = slot.lastShape;
    if (shape === undefined || !fitsShape(object, shape)) slot.lastShape = shape = shapeOf(object, slot.position);
    const { sorted, prefixes, slots } = shape;
    if (sorted.length === 0) return '{}';
    let text = '';
    /* eslint-disable @typescript-eslint/no-non-null-assertion -- hot; a shape has as many prefixes and slots as keys, and the object has these keys */
    for (let i = 0; i < sorted.length; i++) {
      const value = object[sorted[i]!]!;
      if (isAbsent(value)) return this.object(dropAbsent(object), slot, depth);
      text += prefixes[i]!;
      // Most values of a record are strings: handle them here and save a call.
      text += typeof value === 'string' ? writeString(value) : this.value(value, slots[i]!, depth);
    }
    /* eslint-enable @typescript-eslint/no-non-null-assertion */
    return `${text}}`;
  }

  private array(array: Json[], slot: Slot, depth: number): string {
    if (array.length === 0 || slot.position.drops.has('*')) return '[]';
    const items = (slot.items ??= createSlot(slot.position.at('*')));
    let text = '';
    for (let i = 0; i < array.length; i++) {
      // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- hot, and in bounds by the loop
      const value = array[i]!;
      text += i === 0 ? '[' : ',';
      text += isAbsent(value) ? 'null' : this.value(value, items, depth);
    }
    return `${text}]`;
  }
}
