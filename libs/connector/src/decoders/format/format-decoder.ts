import type { Json } from '@twl/contracts';
import type { Payload } from '@twl/ports';
import { charsetOfType } from '../../charset/charset-name';
import type { DecodeContext, Decoder, Located } from '../../roles/roles';
import type { MissingList } from '../../session/missing-list';
import type { ByteSource } from '../../payload/bytes';
import type { Format } from './format';

/** A decoder of one format. */
export class FormatDecoder implements Decoder {
  readonly streams: boolean;
  readonly itemsAt?: (body: Payload, path: readonly string[], context: DecodeContext) => AsyncIterable<readonly Located[]>;

  readonly outlined?: (body: Payload, context: DecodeContext, long: Json) => Promise<Json>;

  constructor(readonly format: Format) {
    this.streams = format.streams;
    const outlined = format.outlined?.bind(format);
    const itemsAt = format.itemsAt?.bind(format);
    if (outlined) this.outlined = (body, context, long) => outlined(sourceOf(body, context), long);
    if (itemsAt) this.itemsAt = (body, path, context) => itemsAt(sourceOf(body, context), path);
  }

  decode(body: Payload, context: DecodeContext): AsyncIterable<Located> {
    return this.format.decode(sourceOf(body, context));
  }

  async missing(body: Payload, context: DecodeContext): Promise<MissingList | undefined> {
    return this.format.missing?.(sourceOf(body, context));
  }

  document(body: Payload, context: DecodeContext): Promise<Json> {
    return this.format.document(sourceOf(body, context));
  }
}

/** A body with the charset that its headers name. */
export const sourceOf = (body: Payload, { headers }: DecodeContext): ByteSource => ({
  open: () => body.open(),
  charset: charsetOfType(headers['content-type']),
});
