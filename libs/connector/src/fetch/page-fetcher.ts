import { createHash } from 'node:crypto';
import type { JsonObject, Json } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import type { FetchedPage, Payload } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import type { SourceResponse, DraftRequest } from '../exchange/exchange';
import { fullUrlOf } from '../exchange/request-address';
import type { Requester } from '../roles/requester';
import { requestLineOf } from '../request/request-line';
import type { Redaction } from '../roles/redaction';
import { withSlice, type Slice } from '../roles/slice';
import { ResponseCache } from '../session/response-cache';
import { ExchangeRunner, type Refused } from './exchange-runner';
import { filterHeaders } from './kept-headers';
import { sliceMeta } from './page-scope';
import type { ReadSession } from '../session/read-session';

/** The result of a page request: `request` names it; `isLast` if no page follows, whatever the page says. */
export type FetchResult =
  | { kind: 'page'; page: FetchedPage; headers: Readonly<Record<string, string>>; request: string; isLast?: boolean }
  | { kind: 'ignored' }
  | { kind: 'reset' }
  | Refused;

type Found = Exclude<FetchResult, { kind: 'page' }> | Omit<Extract<FetchResult, { kind: 'page' }>, 'request'>;

/** What is needed to request one page. */
export interface FetchRequest {
  requester: Requester;
  draft: DraftRequest;
  slice: Slice;
  token: Json;
  values?: JsonObject;
  /** Send a conditional request. */
  conditional: boolean;
}

/** Fetches single pages: conditional requests, redaction, and the recognition of unchanged content. */
export class PageFetcher {
  private readonly runner: ExchangeRunner;
  /** How many pages each request brought: a source may answer the same one with page after page. */
  private readonly brought = new Map<string, number>();

  constructor(
    private readonly context: BuildContext,
    private readonly session: ReadSession,
    private readonly redaction: Redaction | undefined,
  ) {
    this.runner = new ExchangeRunner(context, session);
  }

  /** Fetches a page, or takes it from the cache of this run if the requester allows it. @throws ReadFailedError, ReadDeferredError */
  async fetch(request: FetchRequest): Promise<FetchResult> {
    const name = requestName(request.draft);
    const before = this.brought.get(name) ?? 0;
    const result = await this.fetchCached(request, before);
    if (result.kind !== 'page') return result;
    this.brought.set(name, before + 1);
    return { ...result, request: name };
  }

  private async fetchCached(request: FetchRequest, before: number): Promise<Found> {
    const { draft, requester, slice } = request;
    const key = requester.cached ? ResponseCache.keyOf(draft, { redacted: this.redaction !== undefined, before }) : undefined;
    if (key === undefined) return await this.fetchNew(request, before);
    const known = this.session.responses.get(key);
    if (known)
      return { kind: 'page', headers: known.headers, page: { ...known.page, ...sliceMeta(slice), fetchedAt: this.context.clock.iso() } };
    const result = await this.fetchNew(request, before);
    if (result.kind === 'page') await this.session.responses.put(key, result);
    return result;
  }

  private async fetchNew({ requester, draft, slice, token, values, conditional }: FetchRequest, before: number): Promise<Found> {
    const { secrets, clock } = this.context;
    const named = requestLineOf(draft, secrets);
    const line = before === 0 ? named.line : `${named.line} (${before + 1})`;
    const previous = this.session.previous(line);
    const asks = conditional && before === 0 && draft.method === 'GET' && this.session.asksConditionally;
    const validators = asks && previous ? validatorsOf(previous) : undefined;
    const scope = this.context.scope({
      ...withSlice(slice),
      next_page_token: token === null ? null : { next_page_token: token },
      ...values,
    });
    const { authenticator, errorHandler } = requester;
    const result = await this.runner.run({ request: draft, authenticator, errorHandler, scope, line, validators });
    if (!('response' in result)) return result;
    const { response } = result;
    const unchanged = result.kind === 'unchanged' && previous !== undefined;
    if (unchanged) await response.body.dispose();
    const body = unchanged ? await previous.open() : await this.redacted(response);
    await this.addBytes(body);
    const headers = unchanged ? withValidators(response.headers, previous) : response.headers;
    const page: FetchedPage = {
      ...sliceMeta(slice),
      fetchedAt: clock.iso(),
      request: { method: named.method, url: named.url },
      requestLine: line,
      status: unchanged ? 200 : response.status,
      headers: filterHeaders(headers, secrets),
      contentType: headers['content-type'] ?? 'application/json',
      body,
      same: unchanged || previous?.sha256 === body.sha256,
    };
    return { kind: 'page', page, headers };
  }

  private async addBytes(body: Payload): Promise<void> {
    try {
      this.session.addBytes(body.bytes);
    } catch (error) {
      await body.dispose();
      throw error;
    }
  }

  private async redacted(response: SourceResponse): Promise<Payload> {
    if (!this.redaction) return response.body;
    try {
      return await this.redaction.apply(response.body, response.headers);
    } finally {
      await response.body.dispose();
    }
  }
}

/** Identifies a request by everything that is sent, before it is signed. */
const requestName = (draft: DraftRequest): string =>
  createHash('sha1')
    .update(toCanonicalJson([draft.method, fullUrlOf(draft), draft.headers, (draft.body ?? null) as Json]))
    .digest('base64');

const validatorsOf = ({ etag, lastModified }: { etag?: string; lastModified?: string }): Record<string, string> | undefined => {
  if (!etag && !lastModified) return undefined;
  return { ...(etag && { 'If-None-Match': etag }), ...(lastModified && { 'If-Modified-Since': lastModified }) };
};

const withValidators = (headers: Record<string, string>, previous: { etag?: string; lastModified?: string }): Record<string, string> => ({
  ...(previous.etag ? { etag: previous.etag } : {}),
  ...(previous.lastModified ? { 'last-modified': previous.lastModified } : {}),
  ...headers,
});
