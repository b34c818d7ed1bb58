import type { Json } from '@twl/contracts';
import { withUtf8 } from '../../charset/text-of';
import type { Located } from '../../roles/roles';
import { describeMissingList } from '../../paths/missing-list';
import type { MissingList } from '../../session/missing-list';
import type { ByteSource } from '../../payload/bytes';
import type { Format } from '../format/format';
import { outlineDocument } from './outline';
import { longList } from '../../paths/long-list';
import { streamElements } from './stream-json';

/** The elements of one list inside a JSON text of any size. `path` is written with dots; a part `item` means any element of a list. */
export class JsonItemsFormat implements Format {
  readonly streams = true;
  private readonly path: string[];

  constructor(
    path: string,
    private readonly encoding?: string,
  ) {
    this.path = path.split('.').map((part) => (part === 'item' ? '*' : part));
  }

  async missing(source: ByteSource): Promise<MissingList | undefined> {
    return describeMissingList(await outlineDocument(this.chunks(source), longList), this.path);
  }

  async *decode(source: ByteSource): AsyncGenerator<Located, void> {
    yield* streamElements(this.chunks(source), this.path);
  }

  async document(source: ByteSource): Promise<Json> {
    return outlineDocument(this.chunks(source));
  }

  private chunks(source: ByteSource): AsyncIterable<Uint8Array> {
    return withUtf8(source, { encoding: this.encoding }).open();
  }
}
