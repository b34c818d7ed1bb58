import type { Json } from '@twl/contracts';
import { toJsonText } from '@twl/ports';
import { BytesPayload } from '../payload/bytes-payload';
import type { Redaction } from '../roles/redaction';
import { embeddedKey, type Slice } from '../roles/slice';
import type { FetchResult } from '../fetch/page-fetcher';
import { sliceMeta } from '../fetch/page-scope';

/** A slice and the first page that it carries, if it does and is read that way. The page is no part of what templates and metadata see. */
export const withoutEmbedded = (slice: Slice, lazily: boolean): { slice: Slice; embedded: Json | undefined } => {
  const { [embeddedKey]: embedded, ...extra } = slice.extra;
  return embedded === undefined ? { slice, embedded } : { slice: { ...slice, extra }, embedded: lazily ? embedded : undefined };
};

/** The first page of a slice, as the record of the parent stream had it. */
export const embeddedPage = async (
  content: Json,
  slice: Slice,
  at: { fetchedAt: string; redaction: Redaction | undefined },
): Promise<FetchResult> => {
  const whole = new BytesPayload(Buffer.from(toJsonText(content)));
  const page = {
    ...sliceMeta(slice),
    fetchedAt: at.fetchedAt,
    request: { method: 'GET', url: 'parent-record' },
    requestLine: `parent record ${JSON.stringify(slice.partition)}`,
    status: 200,
    headers: { 'content-type': 'application/json' },
    contentType: 'application/json',
    body: (await at.redaction?.apply(whole, {})) ?? whole,
    same: false,
  };
  return { kind: 'page', page, headers: page.headers, request: page.requestLine };
};
