import type { Json } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import { ReadStalledError } from '../errors/connector-errors';
import { smallPage } from './found-records';
import { PageContent } from './page-content';
import { PageHistory } from './page-history';

/** So many pages may have records that were all there before, with no other page between them: of several rows, of one row, of several equal rows. */
const mostKnown = { several: 4, single: 100, equal: 300 };
/** So many empty pages in a row may be the same for the same request. */
const mostEmpty = 10;

type Kind = keyof typeof mostKnown;

/** How a source marks the end by repeating a page; each is the code of a note. */
export type EndByRepetition = 'PAGING_REPEATED' | 'LAST_PAGE_REPEATED';

/** The request of a response, and its content. */
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
 * Detects that paging loops: the same request returns the same page. A source may repeat a token, return pages without records, and pages
 * of equal rows. The same records under other requests are a loop only after several in a row.
 */
export class LoopGuard {
  private readonly requests = new Map<string, Earlier>();
  private readonly history = new PageHistory();
  private pages = 0;
  private idle: Partial<Record<Kind, number>> = {};
  /** How many pages in a row are the same as the one before them. */
  private repeated = 0;
  private empty = 0;
  /** The last page has been there before, and is not to be handed over again. */
  repeats = false;

  /** Without paging there is nothing to guard. `maxPages` may follow one another. `goesOn`: other pages came before, in an earlier read. */
  constructor(
    private readonly pagesFollow: boolean,
    private readonly maxPages: number,
    private readonly goesOn = false,
  ) {}

  /** Counts a page request. @throws ReadStalledError */
  next(): void {
    if (++this.pages > this.maxPages)
      throw new ReadStalledError(
        `more than ${this.maxPages} pages came one after the other (raise limits.pages in source.yaml if that is right)`,
      );
  }

  /** Returns true if the same request returned a page before. */
  wasAsked(request: string): boolean {
    return this.requests.has(request);
  }

  /** Collects the records of a page of so many bytes; undefined where no other page follows. */
  page(bytes: number): PageContent | undefined {
    return this.pagesFollow ? new PageContent(bytes <= smallPage) : undefined;
  }

  /** Ends a page. Returns how the source marks the end by repeating its last page, if it does. @throws ReadStalledError */
  endPage(page: AnsweredPage, content: PageContent): EndByRepetition | undefined {
    const earlier = this.requests.get(page.request);
    const { known, asLast } = content.isEmpty ? { known: false, asLast: false } : this.history.add(content);
    this.repeated = asLast ? this.repeated + 1 : 0;
    const outline = content.isEmpty ? '' : content.outline;
    const token = toCanonicalJson(page.token);
    this.requests.set(page.request, { token, outline, sha256: page.sha256, index: this.pages, wasKnown: known });
    if (earlier && isSame(earlier, { sha256: page.sha256, outline }, known && !content.rowsAreEqual))
      return content.isEmpty && ++this.empty < mostEmpty ? undefined : this.circle(earlier, page);
    this.empty = 0;
    if (!known && !content.isEmpty) this.idle = {};
    return known ? this.countIdle(repetitionKindOf(content), page.token) : undefined;
  }

  /** The same request brought the same page. */
  private circle(earlier: Earlier, { token, isAddress }: AnsweredPage): EndByRepetition {
    this.repeats = true;
    const text = toCanonicalJson(token);
    if (earlier.index !== this.pages - 1)
      throw new ReadStalledError(`paging does not advance: the page token ${text.slice(0, 200)} came again, with the same page`);
    if (isAddress) return 'PAGING_REPEATED';
    if (earlier.token !== text)
      throw new ReadStalledError('the page token changes, but the request does not (look at page_token_option in the paginator)');
    if (earlier.wasKnown)
      throw new ReadStalledError(
        `the source gives the same page with the page token ${text.slice(0, 200)} as without it (look at the name in page_token_option)`,
      );
    return 'PAGING_REPEATED';
  }

  private get hasOther(): boolean {
    return this.goesOn || this.repeated < this.pages - 1;
  }

  /** A source that returned other pages before knows the page number: if it repeats its last page, no page follows. */
  private countIdle(kind: Kind, token: Json): EndByRepetition | undefined {
    const idle = (this.idle[kind] = (this.idle[kind] ?? 0) + 1);
    if (idle < mostKnown[kind]) return undefined;
    if (typeof token === 'number' && this.repeated >= idle && this.hasOther) return 'LAST_PAGE_REPEATED';
    throw new ReadStalledError(
      `${idle} pages in a row have the same records as pages before them (does the source know the parameter that paging uses?)`,
    );
  }
}

const repetitionKindOf = (content: PageContent): Kind => {
  if (content.rowsAreEqual) return 'equal';
  return content.hasOneRow ? 'single' : 'several';
};

const isSame = (a: Pick<Earlier, 'sha256' | 'outline'>, b: Pick<Earlier, 'sha256' | 'outline'>, sameRecordsTell: boolean): boolean =>
  a.sha256 === b.sha256 || (sameRecordsTell && a.outline === b.outline);
