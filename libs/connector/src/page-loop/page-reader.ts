import type { Json } from '@twl/contracts';
import { requireLast, type FetchedPage } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import { responseOf, listsHeader } from '../extraction/shapes/list-pages';
import { hasNoContent, createPageScope } from '../fetch/page-scope';
import { pagePartsOf } from '../properties/page-parts';
import type { PageFacts } from '../roles/paging';
import type { ReadablePage, RecordSelector, Selected } from '../roles/roles';
import type { SliceTask } from '../roles/retriever';
import type { MissingList } from '../session/missing-list';
import { FoundRecords, smallPage } from './found-records';
import { checkList } from './list-check';
import type { EndByRepetition } from './loop-guard';
import { PageItems } from './page-items';
import type { PageWatch } from './page-watch';

/** What the inspection of a page finds. */
export interface InspectedPage extends PageFacts {
  /** The records of a feed are older than the wanted ones: no further page is needed. */
  feedIsOver: boolean;
  /** The page came before: the source marks the end that way. */
  isRepeated: boolean;
}

/** The purpose of an inspection. */
export interface Inspection {
  task: SliceTask;
  token: Json;
  watch: PageWatch | undefined;
}

const endTexts: Record<EndByRepetition, string> = {
  PAGING_REPEATED: 'the source repeats the page together with its page token, which is taken for the end',
  LAST_PAGE_REPEATED: 'the source gives its last page again and again for the pages after it, which is taken for the end',
};

const noteEnd = ({ session }: SliceTask, end: EndByRepetition, where: string): void => {
  const text = `${where}: ${endTexts[end]}`;
  if (end === 'PAGING_REPEATED') session.notes.add(end, text);
  // A source that returns no page beyond a limit looks the same.
  else session.notes.addUnseen(end, text);
};

/**
 * Reads pages twice: once when they are fetched, because paging needs their records to find the next one, and once when the stored page is
 * processed, maybe days later on another machine. The code is the same, so both find the same records. A caller that does both in one
 * process keeps the records between the two.
 */
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

  /** Reads the records of a page, passes them to the consumer of the task, and returns what paging needs. @throws UnreadablePageError */
  async inspect(
    { page, headers }: { page: FetchedPage; headers: Readonly<Record<string, string>> },
    { task, token, watch }: Inspection,
  ): Promise<InspectedPage> {
    const { config, limits } = this.context;
    const { session, consumer } = task;
    const { body } = page;
    const readable: ReadablePage = { body, headers: page.headers, scope: createPageScope(page, config, body.sha256), lastResponse: {} };
    // Records that can be repeated are passed on once that is known, unless the page is too large to keep them so long.
    const items = new PageItems(task, limits, (watch?.mayRepeat ?? false) && body.bytes <= smallPage);
    for await (const found of hasNoContent(page.status, body) ? [] : this.recordsOf(readable, session.extracts)) {
      session.signal.throwIfAborted();
      const contents = items.add(found);
      watch?.add(contents);
    }
    const end = watch?.end();
    if (end === undefined) items.release();
    else if (items.count > 0) noteEnd(task, end, page.requestLine);
    await checkList(session, this.selector, { fetched: page, page: { ...readable, isEmpty: items.count === 0 } });
    const response = responseOf(requireLast(pagePartsOf(body, page.headers)), page.headers);
    if (end === undefined)
      await consumer.endPage({ items: items.count, body: page.headers[listsHeader] ? response : body, headers: page.headers });
    const { records, lastRecord, feedIsOver } = items;
    return {
      ...{ records, lastRecord, headers, token, feedIsOver, isRepeated: end !== undefined },
      items: readable.lastResponse?.items ?? items.count,
      cutShort: (why) => session.notes.addUnseen('PAGING_CUT_SHORT', `${page.requestLine}: the response says that more follows, ${why}`),
      document: () => this.selector.decoder.document(response, { headers }),
    };
  }

  private recordsOf(page: ReadablePage, extracts: boolean): AsyncIterable<readonly Selected[]> {
    return extracts ? this.found.keep(page) : this.selector.select(page);
  }
}
