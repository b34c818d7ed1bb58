import type { FetchedPage } from '@twl/ports';
import { fullUrlOf } from '../exchange/request-address';
import type { DraftRequest } from '../exchange/exchange';
import { BytesPayload } from '../payload/bytes-payload';

/** A page that was fetched, with the headers of its response. */
export interface CachedPage {
  page: FetchedPage;
  headers: Readonly<Record<string, string>>;
}

const mostBytes = 64 * 1024 ** 2;
const largest = 4 * 1024 ** 2;

/** Responses of one run that equal requests reuse. What does not fit is requested again. */
export class ResponseCache {
  private readonly pages = new Map<string, CachedPage>();
  private bytes = 0;

  /**
   * Returns the key of a request; undefined if its response is not cached. The stream does not matter, only the request, and how many pages
   * the same request returned `before` in the same walk.
   */
  static keyOf(draft: DraftRequest, { redacted, before }: { redacted: boolean; before: number }): string | undefined {
    return draft.method === 'GET' ? JSON.stringify([fullUrlOf(draft), draft.headers, draft.body ?? null, redacted, before]) : undefined;
  }

  get(key: string): CachedPage | undefined {
    return this.pages.get(key);
  }

  async put(key: string, { page, headers }: CachedPage): Promise<void> {
    if (page.status !== 200 || page.body.bytes > largest || this.bytes + page.body.bytes > mostBytes) return;
    const chunks: Uint8Array[] = [];
    for await (const chunk of page.body.open()) chunks.push(chunk);
    this.bytes += page.body.bytes;
    this.pages.set(key, { page: { ...page, body: new BytesPayload(Buffer.concat(chunks)) }, headers });
  }
}
