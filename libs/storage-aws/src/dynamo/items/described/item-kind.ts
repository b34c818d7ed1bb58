import type { AttributeDecoder } from './decoders';

/** What an attribute of an item means. */
export interface ItemAttribute {
  /** The full name. */
  name: string;
  what: string;
  as: AttributeDecoder;
}

/** The attributes of a kind of item, without its key. A name that ends with `*` stands for all with that prefix. */
export type ItemAttributes = Readonly<Record<string, ItemAttribute>>;

/** A kind of item: patterns of its keys, with their parts as named groups, and its attributes. */
export interface ItemKind {
  name: string;
  pk: RegExp;
  sk: RegExp;
  letters: ItemAttributes;
  /** True if its attributes and its body form a record. */
  isRecord?: boolean;
  /** True if it contains index entries. */
  isIndexPage?: boolean;
}

/** Describes an attribute. */
export const describeAttribute = (name: string, what: string, as: AttributeDecoder = 'plain'): ItemAttribute => ({ name, what, as });
