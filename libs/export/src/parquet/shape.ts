import type { Json } from '@twl/contracts';

/** What values of a place can be. */
export const kinds = { boolean: 1, integer: 2, double: 4, text: 8, list: 16, object: 32, other: 64 } as const;

/** Everything that the values of one place in the data were. */
export interface ValueShape {
  /** Sum of {@link kinds}. `other` is what no column holds: an integer beyond 64 bits, too many fields, or too deep. */
  kinds: number;
  /** True if there is an integer that a double does not hold. */
  isLarge: boolean;
  fields: Map<string, ValueShape>;
  items: ValueShape | undefined;
}

const newShape = (): ValueShape => ({ kinds: 0, isLarge: false, fields: new Map(), items: undefined });

/** Fields of one object, slots of all data, and levels that get columns of their own. */
const limits = { fields: 500, slots: 3000, depth: 10 };

const int64 = 2n ** 63n;

/** Learns the shape of values: each value that comes is added. */
export class ShapeCollector {
  readonly shape = newShape();
  #slots = 0;

  add(value: Json): void {
    this.#add(this.shape, value, 0);
  }

  #add(shape: ValueShape, value: Json, depth: number): void {
    if (value === null) return;
    if (typeof value === 'number') addNumber(shape, value);
    else if (typeof value === 'bigint') addInteger(shape, value);
    else if (typeof value === 'string') shape.kinds |= kinds.text;
    else if (typeof value === 'boolean') shape.kinds |= kinds.boolean;
    else if (depth >= limits.depth || this.#slots > limits.slots) shape.kinds |= kinds.other;
    else if (Array.isArray(value)) this.#addList(shape, value, depth);
    else this.#addObject(shape, value, depth);
  }

  #addList(shape: ValueShape, list: readonly Json[], depth: number): void {
    shape.kinds |= kinds.list;
    shape.items ??= this.#newSlot();
    for (const item of list) this.#add(shape.items, item, depth + 1);
  }

  #addObject(shape: ValueShape, object: Readonly<Record<string, Json>>, depth: number): void {
    shape.kinds |= kinds.object;
    for (const [name, value] of Object.entries(object)) {
      let field = shape.fields.get(name);
      if (!field) {
        if (shape.fields.size >= limits.fields) {
          shape.kinds |= kinds.other;
          return;
        }
        shape.fields.set(name, (field = this.#newSlot()));
      }
      this.#add(field, value, depth + 1);
    }
  }

  #newSlot(): ValueShape {
    this.#slots += 1;
    return newShape();
  }
}

const addNumber = (shape: ValueShape, value: number): void => {
  shape.kinds |= Number.isSafeInteger(value) ? kinds.integer : kinds.double;
};

const addInteger = (shape: ValueShape, value: bigint): void => {
  shape.kinds |= -int64 <= value && value < int64 ? kinds.integer : kinds.other;
  shape.isLarge ||= BigInt(Number(value)) !== value;
};
