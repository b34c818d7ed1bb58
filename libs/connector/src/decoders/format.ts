import type { Json } from '@twl/contracts';
import type { Located } from '../component/roles';
import type { ByteSource } from './bytes';

/** A format that bodies are written in; a decoder without its surroundings, so that one can be read inside another. */
export interface Format {
  readonly streams: boolean;
  decode(source: ByteSource): AsyncIterable<Located>;
  itemsAt?(source: ByteSource, path: readonly string[]): AsyncIterable<readonly Located[]>;
  document(source: ByteSource): Promise<Json>;
}
