import type { Json } from '@twl/contracts';
import { ReadStalledError } from '../component/connector-errors';
import { writeSortedJson } from '../document/write-sorted-json';
import { smallPage } from './found-records';
import { PageContent } from './page-content';
import { PageHistory } from './page-history';

/** So many pages in a row, of several rows or of one, may have records that were all there before, and so many may be empty and the same for the same request. */
const most = { idle: 4, singleRow: 100, empty: 10 };

/** What an answer was asked for with, and what it is. */
export interface AnsweredPage {
  /** Names the request: method, address, headers and body. */
  request: string;
  token: Json;
  /** The token is an address that the source itself gave. */
  isAddress?: boolean;
  sha256: string;
}

/** The last page that one request brought. */
interface Earlier extends Pick<AnsweredPage, 'sha256'> {
  token: string;
  index: number;
  /** Empty for a page without records. */
  outline: string;
  /** Another request had brought the same records before. */
  wasKnown: boolean;
}

/**
 * Notices that paging leads in a circle: the same request brings the same page. A source may give the same token with each page, pages
 * without records on the way, and pages of equal rows. The same records under other requests are a circle only after several in a row.
 */
export class LoopGuard {
  private readonly requests = new Map<string, Earlier>();
  private readonly history = new PageHistory();
  private pages = 0;
  private idle = 0;
  private empty = 0;
  /** The last page has been there before, and is not to be handed over again. */
  repeats = false;

  /** Without paging there is nothing to guard. `maxPages` may follow one another. */
  constructor(
    private readonly pagesFollow: boolean,
    private readonly maxPages: number,
  ) {}

  /** Counts a page that is asked for. @throws ReadStalledError */
  next(): void {
    if (++this.pages > this.maxPages)
      throw new ReadStalledError(
        `more than ${this.maxPages} pages came one after the other (raise limits.pages in source.yaml if that is right)`,
      );
  }

  /** Whether the same request brought a page before. */
  wasAsked(request: string): boolean {
    return this.requests.has(request);
  }

  /** Collects the records of a page of so many bytes; undefined where no other page follows. */
  page(bytes: number): PageContent | undefined {
    return this.pagesFollow ? new PageContent(bytes <= smallPage) : undefined;
  }

  /** Ends a page. True where the source says the end by repeating the last page under the token it was asked with. @throws ReadStalledError */
  endPage(page: AnsweredPage, content: PageContent): boolean {
    const earlier = this.requests.get(page.request);
    const known = !content.isEmpty && this.history.add(content);
    const outline = content.isEmpty ? '' : content.outline;
    const token = writeSortedJson(page.token);
    this.requests.set(page.request, { token, outline, sha256: page.sha256, index: this.pages, wasKnown: known });
    if (earlier && isSame(earlier, { sha256: page.sha256, outline }, known && !content.rowsAreEqual))
      return content.isEmpty && ++this.empty < most.empty ? false : this.circle(earlier, page);
    this.empty = 0;
    if (known && !content.rowsAreEqual) this.countIdle(content.hasOneRow ? most.singleRow : most.idle);
    else if (!content.isEmpty) this.idle = 0;
    return false;
  }

  /** The same request brought the same page. */
  private circle(earlier: Earlier, { token, isAddress }: AnsweredPage): boolean {
    this.repeats = true;
    const text = writeSortedJson(token);
    if (earlier.index !== this.pages - 1)
      throw new ReadStalledError(`paging leads in a circle: the page token ${text.slice(0, 200)} came again, with the same page`);
    if (isAddress) return true;
    if (earlier.token !== text)
      throw new ReadStalledError('the page token changes, but the request does not (look at page_token_option in the paginator)');
    if (earlier.wasKnown)
      throw new ReadStalledError(
        `the source gives the same page with the page token ${text.slice(0, 200)} as without it (look at the name in page_token_option)`,
      );
    return true;
  }

  private countIdle(limit: number): void {
    if (++this.idle < limit) return;
    throw new ReadStalledError(
      `${this.idle} pages in a row have the same records as pages before them (does the source know the parameter that paging uses?)`,
    );
  }
}

const isSame = (a: Pick<Earlier, 'sha256' | 'outline'>, b: Pick<Earlier, 'sha256' | 'outline'>, sameRecordsTell: boolean): boolean =>
  a.sha256 === b.sha256 || (sameRecordsTell && a.outline === b.outline);
