import type { Json, JsonObject, SourceLimits } from '@twl/contracts';
import type { FetchedPage } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import { ReadStalledError } from '../errors/connector-errors';
import type { ReadablePage, RecordSelector, Selected } from '../roles/roles';
import type { MissingList } from '../session/missing-list';
import type { PageFacts } from '../roles/paging';
import { answerOf, listsHeader } from '../extraction/shapes/list-pages';
import { partsOf } from '../properties/page-parts';
import { isJsonObject } from '../document/json-object';
import { FoundRecords, smallPage } from './found-records';
import type { EndByRepetition, LoopGuard } from './loop-guard';
import { pageScope, saysNothing } from '../fetch/page-scope';
import type { Reading } from '../roles/retriever';

/** What is known of a page once it was looked into. */
export interface LookedAt extends PageFacts {
  /** The records of a feed are older than what is wanted: no further page is needed. */
  feedIsOver: boolean;
  /** The page came before: the source tells the end that way. */
  repeats: boolean;
}

/** Says that a page has more records than it may. */
export const tooManyRecords = ({ recordsPerPage }: SourceLimits): string =>
  `the page has more than ${recordsPerPage} records (raise limits.recordsPerPage in source.yaml if that is right)`;

const repeated = 'the source repeats the page together with its page token, which is taken for the end';
const lastRepeated = 'the source gives its last page again and again for the pages after it, which is taken for the end';

const noteEnd = ({ session }: Reading, { end, where }: { end: EndByRepetition | undefined; where: string }): void => {
  if (end === 'PAGING_REPEATED') session.notes.add(end, `${where}: ${repeated}`);
  // A source that gives no page beyond a limit looks the same.
  if (end === 'LAST_PAGE_REPEATED') session.notes.addUnseen(end, `${where}: ${lastRepeated}`);
};

/** Looks into pages that have been stored. */
export class PageReader {
  private readonly found: FoundRecords;

  constructor(
    private readonly context: BuildContext,
    private readonly selector: RecordSelector,
  ) {
    this.found = new FoundRecords(selector);
  }

  /** The records of a page. @throws UnreadablePageError */
  select(page: ReadablePage): AsyncIterable<readonly Selected[]> {
    return this.found.of(page);
  }

  /** As a selector has it. */
  async missing(page: ReadablePage): Promise<MissingList | undefined> {
    return this.selector.missing?.(page);
  }

  /** Tells an empty list from a missing one, and what an answer says of errors beside it. @throws UnreadablePageError for an error in its place */
  private async judgeList({ session }: Reading, { status, body, request }: FetchedPage, page: ReadablePage): Promise<void> {
    const { lists, notes } = session;
    const owner = { reader: this.selector, where: `${request.method} ${request.url}` };
    if (saysNothing(status, body)) {
      if (status === 304) notes.addUnseen('NOT_MODIFIED', `${owner.where}: answered 304, though it was not asked whether it changed`);
      return lists.blank(owner);
    }
    const missing = page.isEmpty ? await this.selector.missing?.(page) : undefined;
    if (missing) return lists.missing(owner, missing);
    lists.found(owner);
    const errors = await this.selector.errors?.(page);
    if (errors !== undefined) lists.withErrors(owner, errors);
  }

  /** Reads the records of a page, shows them to the reading, and gives what paging needs. @throws UnreadablePageError */
  async look(
    fetched: { page: FetchedPage; headers: Readonly<Record<string, string>>; request: string },
    at: { reading: Reading; guard: LoopGuard; token: Json; isAddress: boolean },
  ): Promise<LookedAt> {
    const { page, headers, request } = fetched;
    const { reading, guard, token, isAddress } = at;
    const { limits } = this.context;
    const scope = pageScope(page, this.context.config, page.body.sha256);
    let [items, records, feedIsOver] = [0, 0, false];
    let lastRecord: JsonObject | null = null;
    let lastDropped: JsonObject | null = null;
    // A page that may be there for the second time is shown to the reading once that is known, unless it is too large to be kept so long.
    const held: JsonObject[] | undefined = guard.wasAsked(request) && page.body.bytes <= smallPage ? [] : undefined;
    const content = guard.page(page.body.bytes);
    let ofLast: number | undefined;
    const readable: ReadablePage = { body: page.body, headers: page.headers, scope, ofLast: (count) => void (ofLast = count) };
    const select = (): AsyncIterable<readonly Selected[]> =>
      reading.session.extracts ? this.found.keep(readable) : this.selector.select(readable);
    for await (const found of saysNothing(page.status, page.body) ? [] : select()) {
      reading.session.signal.throwIfAborted();
      const counted: Json[] = [];
      for (const item of found) {
        if (++items > limits.recordsPerPage) throw new ReadStalledError(tooManyRecords(limits));
        if (item.kind === 'refused') reading.refused?.();
        counted.push(item.data);
        if (isJsonObject(item.data)) lastDropped = item.data;
        if (item.kind !== 'record') continue;
        const wanted = reading.filters === undefined || (reading.wanted?.(item.data) ?? true);
        if (!wanted && reading.filters === 'before') continue;
        records++;
        lastRecord = item.data;
        feedIsOver = !wanted && (reading.endsFeed?.(item.data) ?? true);
        if (wanted && held) held.push(item.data);
        else if (wanted) reading.observe(item.data, reading.slice);
      }
      content?.add(counted);
    }
    const end = content && guard.endPage({ request, token, isAddress, sha256: page.body.sha256 }, content);
    const repeats = end !== undefined;
    for (const record of repeats ? [] : (held ?? [])) reading.observe(record, reading.slice);
    if (items > 0) noteEnd(reading, { end, where: page.requestLine });
    await this.judgeList(reading, page, { ...readable, isEmpty: items === 0 });
    const answer = answerOf(partsOf(page.body, page.headers).at(-1)!, page.headers);
    if (!repeats) await reading.counted?.(items, page.headers[listsHeader] ? answer : page.body, page.headers);
    return {
      items: ofLast ?? items,
      records,
      lastRecord: lastRecord ?? lastDropped,
      headers,
      token,
      feedIsOver,
      repeats,
      cutShort: (why) =>
        reading.session.notes.addUnseen('PAGING_CUT_SHORT', `${page.requestLine}: the answer says that more follows, ${why}`),
      document: () => this.selector.decoder.document(answer, { headers }),
    };
  }
}
