import { fieldTypes, type FieldType, type Json } from '@twl/contracts';

/** The bit of each field type, in the order of `fieldTypes`. */
export const bits = { null: 1, boolean: 2, number: 4, string: 8, array: 16, object: 32 } as const satisfies Record<FieldType, number>;

/** The set of all types. */
export const anyType = 63;

/** The type of a value as a bit. */
export const typeBit = (value: Json): number => {
  switch (typeof value) {
    case 'string':
      return bits.string;
    case 'number':
    case 'bigint':
      return bits.number;
    case 'boolean':
      return bits.boolean;
    default:
      return value === null ? bits.null : Array.isArray(value) ? bits.array : bits.object;
  }
};

/** The types of a set. */
export const typesOf = (set: number): FieldType[] => fieldTypes.filter((type) => set & bits[type]);

/** The set of some types. */
export const bitsOf = (types: readonly FieldType[]): number => types.reduce((set, type) => set | bits[type], 0);

/** The types that a field must not have. Null is always allowed, and a field that was only null so far may get any type. */
export const disallowedTypes = (known: number): number => ((known & ~bits.null) === 0 ? 0 : anyType & ~known & ~bits.null);
