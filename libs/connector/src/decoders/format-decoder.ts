import type { Json } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import type { DecodeContext, Decoder, Located } from '../component/roles';
import type { MissingList } from '../extraction/missing-list';
import type { Format } from './format';

/** A decoder of one format. */
export class FormatDecoder implements Decoder {
  readonly streams: boolean;
  readonly itemsAt?: (body: Payload, path: readonly string[], context: DecodeContext) => AsyncIterable<readonly Located[]>;

  readonly outlined?: (body: Payload, long: Json) => Promise<Json>;

  constructor(readonly format: Format) {
    this.streams = format.streams;
    if (format.outlined) this.outlined = (body, long) => format.outlined!(body, long);
    if (format.itemsAt) this.itemsAt = (body, path) => format.itemsAt!(body, path);
  }

  decode(body: Payload): AsyncIterable<Located> {
    return this.format.decode(body);
  }

  async missing(body: Payload): Promise<MissingList | undefined> {
    return this.format.missing?.(body);
  }

  document(body: Payload): Promise<Json> {
    return this.format.document(body);
  }
}
