import type { Json } from '@twl/contracts';
import { toJsonText } from '@twl/json';
import type { BuildContext } from '../build/build-context';
import type { FetchResult } from '../fetch/page-fetcher';
import { sliceMeta } from '../fetch/page-scope';
import type { PagingFeature, PagingPart, SliceWalk } from '../page-loop/paging-part';
import { BytesPayload } from '../payload/bytes-payload';
import type { Paginator } from '../roles/paging';
import { embeddedKey, type Slice } from '../roles/slice';

/** Reads the first page of a slice from the record of the parent stream, if the slice has it and the manifest reads it that way. */
export class EmbeddedFirstPage implements PagingFeature {
  constructor(
    private readonly context: BuildContext,
    private readonly paginator: Paginator,
    /** First pages come with the records of a parent stream. */
    private readonly isLazy: boolean,
  ) {}

  begin({ slice }: SliceWalk): PagingPart | undefined {
    const { [embeddedKey]: embedded } = slice.extra;
    if (embedded === undefined) return undefined;
    const { initial } = this.paginator;
    // The page is not part of what templates and metadata see.
    const prepare: PagingPart['prepare'] = (request) => ({ ...request, slice: withoutEmbedded(request.slice) });
    if (!this.isLazy) return { prepare };
    return {
      prepare,
      wrap: (source) => ({
        fetch: (request) => (request.token === initial ? this.pageOf(embedded, request.slice) : source.fetch(request)),
      }),
    };
  }

  private async pageOf(content: Json, slice: Slice): Promise<FetchResult> {
    const { clock, redaction } = this.context;
    const fetchedAt = clock.iso();
    const body = new BytesPayload(Buffer.from(toJsonText(content)));
    const page = {
      ...sliceMeta(slice),
      fetchedAt,
      request: { method: 'GET', url: 'parent-record' },
      requestLine: `parent record ${JSON.stringify(slice.partition)}`,
      status: 200,
      headers: { 'content-type': 'application/json' },
      contentType: 'application/json',
      body: (await redaction?.apply(body, {})) ?? body,
      same: false,
    };
    return { kind: 'page', page, headers: page.headers, request: page.requestLine };
  }
}

const withoutEmbedded = (slice: Slice): Slice => {
  const { [embeddedKey]: _embedded, ...extra } = slice.extra;
  return { ...slice, extra };
};
