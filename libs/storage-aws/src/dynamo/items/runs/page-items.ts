import { noCounts, type Counts, type Failure, type Reason } from '@twl/contracts';
import type { PageEntry, PageRef } from '@twl/ports';
import { usageOfItem } from './page-usage';
import type { Action, Item, Key } from '../../table/action';
import { adding, type Expression } from '../../table/expression';
import { countKey, sidOf, textKey } from '../keys';

/** What was stored, as it was entered. */
export type PageFacts = Omit<PageEntry, 'status' | 'next' | 'counts' | 'reason' | 'usage'>;

/** How far a page is, in one generation. */
export type PageProgress = Pick<PageEntry, 'status' | 'next' | 'counts' | 'reason' | 'usage'>;

export const pagesPk = (run: string): string => `P#${textKey(run).text}`;

export const factsKey = ({ run, index }: Pick<PageRef, 'run' | 'index'>): Key => ({ pk: pagesPk(run), sk: countKey(index) });

export const progressKey = ({ run, index }: Pick<PageRef, 'run' | 'index'>, gen: string): Key => ({
  pk: pagesPk(run),
  sk: `${countKey(index)}#${gen}`,
});

/** The partition of pages that are open or parked, or may be. */
export const openPages = 'PAGES';

export const openPageKey = ({ source, stream, seq, index }: Omit<PageRef, 'run'>): Key => ({
  pk: openPages,
  sk: `${sidOf(source, stream)}#${countKey(seq)}#${countKey(index)}`,
});

const countNames: (keyof Counts)[] = [...(Object.keys(noCounts()) as (keyof Counts)[]), 'deleted'];

const countsOf = (item: Item): Counts => {
  const counts = noCounts();
  for (const name of countNames) if (typeof item[name] === 'number') counts[name] = item[name];
  return counts;
};

const standing = (item: Item): Pick<PageProgress, 'status' | 'next' | 'reason'> => {
  const { st: status, next, why: reason } = item as Item & { st: PageProgress['status']; next: number; why?: Reason };
  return { status, next, ...(status === 'parked' && reason && { reason }) };
};

/** What the progress item of a page says; open from the start where there is none, or given up for good. */
export const progressOfItem = (item: Item | undefined, facts?: Item): PageProgress => {
  const given = facts?.['gaveUp'] as Item | undefined;
  const usage = item && usageOfItem(item);
  if (item) return { ...standing(item), counts: countsOf(item), ...(usage && { usage }) };
  if (given) return { status: 'discarded', next: given['next'] as number, counts: countsOf(given) };
  return { status: 'open', next: 0, counts: noCounts() };
};

/** Moves a page on if it stands as it is believed to, and adds to its counts. */
export const movePage = (
  key: Key,
  before: Pick<PageProgress, 'status' | 'next'>,
  after: { status: PageProgress['status']; next: number; counts: Counts; parkedFor?: Failure | undefined; asked?: Record<string, number> },
): Action => {
  const stands: Expression = { text: '#st = :before AND #next = :from', values: { before: before.status, from: before.next } };
  const isFresh = before.status === 'open' && before.next === 0;
  return {
    is: 'progress',
    update: key,
    by: adding(
      { ...after.counts, ...after.asked },
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

/** The item that says that a page is open, or may be. */
export const openPage = ({ source, stream, run, seq, index, fetchedAt }: PageFacts): Item => ({
  ...openPageKey({ source, stream, seq, index }),
  ref: JSON.stringify({ source, stream, run, seq, index }),
  fetched: Date.parse(fetchedAt),
});
