import { streamName, type SourceItem } from '../source/content';
import { roundAt, type Upstream } from '../source/fake-stream';
import type { AcceptedPage, Findings, DerivedPageContent } from './evidence';
import type { ModelObservation } from './model';

/** The id that a failure of one item has. */
export const failureIdOf = ({ entry }: AcceptedPage, itemIndex?: number): string =>
  [entry.source, entry.stream, entry.runSeq, entry.pageIndex, ...(itemIndex === undefined ? [] : [itemIndex])].join('.');

type DerivedRecord = DerivedPageContent['records'][number];

interface ObservationPosition {
  source: string;
  runSeq: number;
  pageIndex: number;
  at: string;
  hasCursor: boolean;
}

const observationOf = (
  item: SourceItem,
  itemIndex: number,
  { source, runSeq, pageIndex, at, hasCursor }: ObservationPosition,
): ModelObservation => {
  const content = { id: item.id, value: item.value, ...(item.at === undefined ? {} : { at: item.at }) };
  return {
    id: idOf(source, item),
    cursor: hasCursor ? (item.at ?? null) : null,
    runSeq,
    pageIndex,
    itemIndex,
    at,
    data: { ...content, noise: itemIndex },
    content: JSON.stringify(content),
  };
};

/** A record that was found gone, or brought back by hand, at its place after everything of the run. */
const derivedObservation = (
  { key, cursor, data }: DerivedRecord,
  itemIndex: number,
  { source, runSeq, pageIndex, at }: ObservationPosition,
): ModelObservation => {
  const { noise: _, ...content } = data ?? {};
  const where = { id: `${source}.${streamName}.${key}`, cursor: cursor ?? null, runSeq, pageIndex, itemIndex, at };
  return data ? { ...where, data, content: JSON.stringify(content) } : { ...where, data: {}, content: 'deleted', deleted: true };
};

const hasCursor = (upstreams: readonly Upstream[], source: string): boolean =>
  upstreams.some(({ plan }) => plan.source === source && plan.hasCursor);

/** Every record of the applied pages that was neither filtered nor is still refused. */
export const observationsOf = ({ pages, failures, upstreams }: Findings): ModelObservation[] =>
  pages.flatMap((page) => {
    const { source, runSeq, pageIndex, fetchedAt: at } = page.entry;
    if (page.items === 'broken' || page.entry.status !== 'applied') return [];
    const position = { source, runSeq, pageIndex, at, hasCursor: hasCursor(upstreams, source) };
    if (page.derived) return page.derived.records.map((record, index) => derivedObservation(record, index, position));
    return page.items.flatMap((item, index) => {
      const failure = item.bad ? failures.get(failureIdOf(page, index)) : undefined;
      return item.hidden || (failure && failure.status !== 'resolved') ? [] : [observationOf(item, index, position)];
    });
  });

/** The record that an item is of. */
const idOf = (source: string, item: SourceItem): string => `${source}.${streamName}.${item.id}`;

/**
 * What each source showed when it was last read from its start, as if it were seen once more after everything else. Records of which
 * it showed something bad are left out: whether that was taken depends on when.
 */
export const shownAtLast = ({ upstreams }: Findings): { observations: ModelObservation[]; uncertain: Set<string> } => {
  const observations: ModelObservation[] = [];
  const uncertain = new Set<string>();
  for (const { plan, reads } of upstreams.filter((one) => !one.plan.resumes)) {
    const { source, hasCursor } = plan;
    const { pages, unseen } = roundAt(plan, reads - 1);
    for (const [number, page] of pages.entries()) {
      if (number === unseen) continue;
      const position = { source, runSeq: 1e6, pageIndex: number, at: '', hasCursor };
      for (const [index, item] of (page === 'broken' ? [] : page).entries()) {
        if (item.bad) uncertain.add(idOf(source, item));
        else if (!item.hidden) observations.push(observationOf(item, index, position));
      }
    }
  }
  return { observations, uncertain };
};
