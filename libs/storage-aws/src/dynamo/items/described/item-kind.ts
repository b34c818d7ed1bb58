import type { AttributeDecoder } from './decoders';

/** What an attribute of an item is. */
export interface ItemAttribute {
  /** In full. */
  name: string;
  what: string;
  as: AttributeDecoder;
}

/** The attributes of a kind of item beside its key. A name that ends with `*` stands for all that begin so. */
export type ItemAttributes = Readonly<Record<string, ItemAttribute>>;

/** A kind of item: how its keys look, their parts as named groups, and its attributes. */
export interface ItemKind {
  name: string;
  pk: RegExp;
  sk: RegExp;
  letters: ItemAttributes;
  /** Its attributes and its body are a record together. */
  isRecord?: boolean;
  /** It holds index entries. */
  isIndexPage?: boolean;
}

/** Describes an attribute. */
export const describeAttribute = (name: string, what: string, as: AttributeDecoder = 'plain'): ItemAttribute => ({ name, what, as });
