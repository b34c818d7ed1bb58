import type { Json } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import type { DecodeContext, Decoder, Located } from '../component/roles';
import type { Format } from './format';

/** A decoder of one format. */
export class FormatDecoder implements Decoder {
  readonly streams: boolean;
  readonly itemsAt?: (body: Payload, path: readonly string[], context: DecodeContext) => AsyncIterable<readonly Located[]>;

  constructor(readonly format: Format) {
    this.streams = format.streams;
    if (format.itemsAt) this.itemsAt = (body, path) => format.itemsAt!(body, path);
  }

  decode(body: Payload): AsyncIterable<Located> {
    return this.format.decode(body);
  }

  document(body: Payload): Promise<Json> {
    return this.format.document(body);
  }
}
