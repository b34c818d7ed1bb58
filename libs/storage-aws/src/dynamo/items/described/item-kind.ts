import type { Decoder } from './decoders';

/** What an attribute of an item is. */
export interface Letter {
  /** In full. */
  name: string;
  what: string;
  as: Decoder;
}

/** The attributes of a kind of item beside its key. A name that ends with `*` stands for all that begin so. */
export type Letters = Readonly<Record<string, Letter>>;

/** A kind of item: how its keys look, their parts as named groups, and its attributes. */
export interface ItemKind {
  name: string;
  pk: RegExp;
  sk: RegExp;
  letters: Letters;
  /** Its attributes and its body are a record together. */
  isRecord?: boolean;
  /** It holds index entries. */
  isIndexPage?: boolean;
}

/** Describes an attribute. */
export const letter = (name: string, what: string, as: Decoder = 'plain'): Letter => ({ name, what, as });
