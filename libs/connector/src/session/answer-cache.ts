import type { FetchedPage } from '@twl/ports';
import { fullAddress } from '../exchange/request-address';
import type { DraftRequest } from '../exchange/exchange';
import { BytesPayload } from '../payload/bytes-payload';

/** A page that was fetched, with the headers of its response. */
export interface CachedPage {
  page: FetchedPage;
  headers: Readonly<Record<string, string>>;
}

const mostBytes = 64 * 1024 ** 2;
const largest = 4 * 1024 ** 2;

/** Answers of one run that the same request gets again without being sent. What does not fit in is asked for again. */
export class AnswerCache {
  private readonly pages = new Map<string, CachedPage>();
  private bytes = 0;

  /**
   * Names a request; undefined for one whose response is not kept. The stream that asks does not matter, only what is asked for, and how many
   * pages the same request brought `before` in the same walk through the pages.
   */
  static keyOf(draft: DraftRequest, { redacted, before }: { redacted: boolean; before: number }): string | undefined {
    return draft.method === 'GET' ? JSON.stringify([fullAddress(draft), draft.headers, draft.body ?? null, redacted, before]) : undefined;
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
