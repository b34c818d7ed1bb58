import type { Json } from '@twl/contracts';
import type { Located } from '../../roles/roles';
import type { MissingList } from '../../session/missing-list';
import type { ByteSource } from '../../payload/bytes';

/** A format that bodies are written in; a decoder without its surroundings, so that one can be read inside another. */
export interface Format {
  readonly streams: boolean;
  decode(source: ByteSource): AsyncIterable<Located>;
  itemsAt?(source: ByteSource, path: readonly string[]): AsyncIterable<readonly Located[]>;
  document(source: ByteSource): Promise<Json>;
  /** The document of a body of any size, `long` in the place of lists that are too long for it. */
  outlined?(source: ByteSource, long: Json): Promise<Json>;
  /**
   * For a body without documents in which the format itself looks for a list: describes what is there instead; undefined for an empty list.
   */
  missing?(source: ByteSource): Promise<MissingList | undefined>;
}
