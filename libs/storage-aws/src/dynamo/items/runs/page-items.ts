import { noCounts, pageIdOf, type Counts, type Failure, type Reason, type PageId } from '@twl/contracts';
import type { PageEntry } from '@twl/ports';
import type { Key, TableAction, TableItem } from '../../table/action';
import { addNumbers, type TableExpression } from '../../table/expression';
import type { Bodies } from '../bodies';
import { countKey, sidOf, textKey } from '../keys';
import { readUsage } from './page-usage';
import { partsOfRunKey } from './run-items';

/** What was stored, as it was entered. */
export type EnteredPage = Omit<PageEntry, 'status' | 'next' | 'counts' | 'reason' | 'usage'>;

/** Progress of a page in one generation. */
export type PageProgress = Pick<PageEntry, 'status' | 'next' | 'counts' | 'reason' | 'usage'>;

export const pagesPk = (runId: string): string => `P#${textKey(runId).text}`;

export const factsKey = ({ runId, pageIndex }: Pick<PageId, 'runId' | 'pageIndex'>): Key => ({
  pk: pagesPk(runId),
  sk: countKey(pageIndex),
});

export const progressKey = ({ runId, pageIndex }: Pick<PageId, 'runId' | 'pageIndex'>, gen: string): Key => ({
  pk: pagesPk(runId),
  sk: `${countKey(pageIndex)}#${gen}`,
});

/** The partition of pages that are open or parked, or may be. */
export const openPages = 'PAGES';

export const openPageKey = ({ source, stream, runSeq, pageIndex }: Omit<PageId, 'runId'>): Key => ({
  pk: openPages,
  sk: `${sidOf(source, stream)}#${countKey(runSeq)}#${countKey(pageIndex)}`,
});

const countNames: (keyof Counts)[] = [...(Object.keys(noCounts()) as (keyof Counts)[]), 'deleted'];

const countsOf = (item: TableItem): Counts => {
  const counts = noCounts();
  for (const name of countNames) if (typeof item[name] === 'number') counts[name] = item[name];
  return counts;
};

const readState = (item: TableItem): Pick<PageProgress, 'status' | 'next' | 'reason'> => {
  const { st: status, next, why: reason } = item as TableItem & { st: PageProgress['status']; next: number; why?: Reason };
  return { status, next, ...(status === 'parked' && reason && { reason }) };
};

/** Reads the status of a progress item. */
export const readStatus = (item: TableItem | undefined): PageProgress['status'] | undefined =>
  item?.['st'] as PageProgress['status'] | undefined;

/** Reads a progress item. Without one the page is open from the start, or discarded if it was given up. */
export const readProgress = (item: TableItem | undefined, facts?: TableItem): PageProgress => {
  const given = facts?.['gaveUp'] as TableItem | undefined;
  const usage = item && readUsage(item);
  if (item) return { ...readState(item), counts: countsOf(item), ...(usage && { usage }) };
  if (given) return { status: 'discarded', next: given['next'] as number, counts: countsOf(given) };
  return { status: 'open', next: 0, counts: noCounts() };
};

/** Moves the progress of a page if it is as expected, and adds to its counts. */
export const movePage = (
  key: Key,
  before: Pick<PageProgress, 'status' | 'next'>,
  after: {
    status: PageProgress['status'];
    next: number;
    counts: Counts;
    parkedFor?: Failure | undefined;
    counters?: Record<string, number>;
  },
): TableAction => {
  const stands: TableExpression = { text: '#st = :before AND #next = :from', values: { before: before.status, from: before.next } };
  const isFresh = before.status === 'open' && before.next === 0;
  return {
    is: 'progress',
    update: key,
    by: addNumbers(
      { ...after.counts, ...after.counters },
      {
        text: `SET #st = :st, #next = :next${after.parkedFor ? ', #by = :by, #why = :why' : ''}`,
        values: {
          ...{ st: after.status, next: after.next },
          ...(after.parkedFor && { by: JSON.stringify(after.parkedFor.id), why: after.parkedFor.reason }),
        },
      },
    ),
    if: isFresh ? { ...stands, text: `attribute_not_exists(#pk) OR (${stands.text})` } : stands,
  };
};

/** Reads the failure for which a page is parked. */
export const readParkedBy = (item: TableItem | undefined): string | undefined => {
  const id = item?.['by'] as string | undefined;
  return id === undefined ? undefined : (JSON.parse(id) as string);
};

/** Enters a new page, as actions of a transaction. */
export const enterPage = async (bodies: Bodies, page: EnteredPage): Promise<TableAction[]> => [
  { is: 'page', put: { ...factsKey(page), ...(await bodies.store(page)) }, if: { text: 'attribute_not_exists(#pk)' } },
  { is: 'open page', put: openPageItem(page) },
];

/** Condition: the page was entered, and not given up. */
export const checkEntered = (page: Pick<PageId, 'runId' | 'pageIndex'>): TableAction => ({
  ...{ is: 'page', check: factsKey(page) },
  if: { text: 'attribute_exists(#pk) AND attribute_not_exists(#gaveUp)' },
});

/** Gives a page up for good. */
export const giveUpPage = (page: PageEntry): TableAction => ({
  ...{ is: 'page', update: factsKey(page) },
  by: { text: 'SET #gaveUp = :given', values: { given: { next: page.next, ...page.counts } } },
});

/** Returns true for an item with the stored facts of a page, false for progress. */
export const isPageFacts = ({ sk }: TableItem): boolean => !sk.includes('#');

/** Returns the range of the open pages of a run, by the key of the run. */
export const openPagesOfRun = (run: Key): { pk: string; from: string; to: string } => {
  const { sid, seq } = partsOfRunKey(run);
  return { pk: openPages, from: `${sid}#${seq}#`, to: `${sid}#${seq}#~` };
};

/** Reads which page may be open, and when it was fetched, ms. */
export const readOpenPage = (item: TableItem): { ref: PageId; fetchedAt: number } => ({
  ref: JSON.parse(item['ref'] as string) as PageId,
  fetchedAt: Number(item['fetched']),
});

/** Returns the item that marks a page as open. */
export const openPageItem = (page: EnteredPage): TableItem => ({
  ...openPageKey(page),
  ref: JSON.stringify(pageIdOf(page)),
  fetched: Date.parse(page.fetchedAt),
});
