import type { ContractSettings } from '@twl/contracts';
import { UnreadablePageError, type ContractNotes, type Extracted, type FieldNews, type Lesson, type PageEntry } from '@twl/ports';
import { breaches } from './breaches';
import { FrozenPageError } from './frozen-page-error';
import { firstSeq, type KnownFields } from './fields/known-fields';
import { PageFields } from './page-fields';
import { pageNews } from './page-news';
import { lackedFields, untoldNews } from './untold-news';

type Items = AsyncIterable<readonly Extracted[]>;

/** What a page is judged by. */
export interface Judging {
  page: PageEntry;
  settings: ContractSettings;
  known: KnownFields;
  notes: ContractNotes;
}

/** Holds the records of one page to the contract of its run, and gathers what the page teaches. */
export class PageJudge {
  private readonly fields: PageFields;
  private readonly isFirst: boolean;
  private hasCursor = false;
  /** What was found out about the page as a whole, where that matters to its records. */
  private verdict: { refused: ReadonlySet<number>; gone: string } | undefined;

  constructor(private readonly judging: Judging) {
    this.fields = new PageFields(judging.known, judging.settings);
    this.isFirst = judging.page.runSeq <= firstSeq(judging.notes);
  }

  /** The items of the page, those that break the contract as refused ones. @throws FrozenPageError */
  async *judged(extract: () => Items): AsyncGenerator<Extracted[]> {
    if (this.fields.needsWholePage) this.verdict = await this.lookThrough(extract());
    for await (const items of extract()) yield items.map((item) => this.judge(item));
  }

  /** What the page teaches, once all its items were judged; undefined where it is nothing new. */
  lesson(): Lesson | undefined {
    const { page, notes } = this.judging;
    const earlier = notes.lessons.filter(({ page: other }) => other.runSeq === page.runSeq && other.pageIndex < page.pageIndex);
    const isWhole = this.isFirst && !earlier.some((each) => each.isWhole);
    const own = this.news();
    const all = this.isFirst && own.length > 0 && !isWhole ? [...own, ...lackedFields(own, earlier)] : own;
    const news = isWhole ? all : untoldNews(all, earlier);
    if (news.length === 0) return undefined;
    const { source, stream, runId, runSeq, pageIndex, key, fetchedAt: at } = page;
    return { page: { source, stream, runId, runSeq, pageIndex }, key, at, news, ...(isWhole && { isWhole }) };
  }

  private news(): FieldNews[] {
    return pageNews(this.fields, { isFirst: this.isFirst, isLaterPage: this.judging.page.pageIndex > 0, missesFields: !this.hasCursor });
  }

  private look(item: Extract<Extracted, { kind: 'record' }>): boolean {
    this.hasCursor ||= item.cursor !== null;
    return this.fields.look(item.data, item.itemIndex);
  }

  private judge(item: Extracted): Extracted {
    if (item.kind !== 'record') return item;
    const { verdict } = this;
    const isRefused = verdict ? verdict.gone !== '' || verdict.refused.has(item.itemIndex) : this.look(item);
    if (!isRefused) return item;
    const { itemIndex, pointer, data, key } = item;
    const detail = [breaches(this.fields, data), verdict?.gone].filter(Boolean).join('; ');
    return { kind: 'refused', itemIndex, pointer, reason: 'CONTRACT', detail: `${detail}${this.advice()}`, data, key };
  }

  private async lookThrough(pages: Items): Promise<NonNullable<typeof this.verdict>> {
    const refused = new Set<number>();
    try {
      for await (const items of pages) {
        for (const item of items) if (item.kind === 'record' && this.look(item)) refused.add(item.itemIndex);
      }
    } catch (error) {
      // It breaks off again at the same place when it is applied, and what came before is judged as it stands.
      if (!(error instanceof UnreadablePageError)) throw error;
    }
    const news = this.news();
    const frozen = news.filter(({ policy }) => policy === 'freeze');
    if (frozen.length > 0) throw new FrozenPageError(`${frozen.map(newsText).join('; ')}${this.advice()}`, frozen);
    const gone = news.filter(({ change, policy }) => change === 'removed' && policy === 'quarantine');
    return { refused, gone: gone.map(newsText).join('; ') };
  }

  private advice(): string {
    const { source, stream } = this.judging.page;
    return ` (if it is meant to be so: twl contract accept ${source} ${stream})`;
  }
}

const newsText = ({ field, change, types, before }: FieldNews): string => {
  const old = before.filter((type) => type !== 'null').join(' or ') || 'null';
  return change === 'removed'
    ? `${field} is in no record of the page, every record had it before (${old})`
    : `${field} is ${types.join(' or ')} where the contract has ${old}`;
};
