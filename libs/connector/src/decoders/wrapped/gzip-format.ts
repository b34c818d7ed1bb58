import type { Json } from '@twl/contracts';
import type { Located } from '../../roles/roles';
import type { MissingList } from '../../session/missing-list';
import type { ByteSource } from '../../payload/bytes';
import type { Format } from '../format/format';
import { unzipBody } from '../../payload/gunzip';

/** Another format, packed with gzip. */
export class GzipFormat implements Format {
  readonly streams = true;
  readonly itemsAt?: (source: ByteSource, path: readonly string[]) => AsyncIterable<readonly Located[]>;

  constructor(private readonly inner: Format) {
    const itemsAt = inner.itemsAt?.bind(inner);
    if (itemsAt) this.itemsAt = (source, path) => itemsAt(unzipBody(source), path);
  }

  decode(source: ByteSource): AsyncIterable<Located> {
    return this.inner.decode(unzipBody(source));
  }

  async missing(source: ByteSource): Promise<MissingList | undefined> {
    return this.inner.missing?.(unzipBody(source));
  }

  document(source: ByteSource): Promise<Json> {
    return this.inner.document(unzipBody(source));
  }
}
