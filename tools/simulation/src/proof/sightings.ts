import { streamName, type SourceItem } from '../source/content';
import { roundAt, type Upstream } from '../source/fake-stream';
import type { AcceptedPage, Findings, LatePageContent } from './evidence';
import type { ModelSighting } from './model';

/** The id that a failure of one item has. */
export const failureIdOf = ({ entry }: AcceptedPage, itemIndex?: number): string =>
  [entry.source, entry.stream, entry.runSeq, entry.pageIndex, ...(itemIndex === undefined ? [] : [itemIndex])].join('.');

type LateRecord = LatePageContent['records'][number];

interface Place {
  source: string;
  runSeq: number;
  pageIndex: number;
  at: string;
  hasCursor: boolean;
}

const sightingOf = (item: SourceItem, itemIndex: number, { source, runSeq, pageIndex, at, hasCursor }: Place): ModelSighting => {
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
const lateSighting = ({ key, cursor, data }: LateRecord, itemIndex: number, { source, runSeq, pageIndex, at }: Place): ModelSighting => {
  const { noise: _, ...content } = data ?? {};
  const where = { id: `${source}.${streamName}.${key}`, cursor: cursor ?? null, runSeq, pageIndex, itemIndex, at };
  return data ? { ...where, data, content: JSON.stringify(content) } : { ...where, data: {}, content: 'deleted', deleted: true };
};

const hasCursor = (upstreams: readonly Upstream[], source: string): boolean =>
  upstreams.some(({ plan }) => plan.source === source && plan.hasCursor);

/** Every record of the applied pages that was neither filtered nor is still refused. */
export const sightingsOf = ({ pages, failures, upstreams }: Findings): ModelSighting[] =>
  pages.flatMap((page) => {
    const { source, runSeq, pageIndex, fetchedAt: at } = page.entry;
    if (page.items === 'broken' || page.entry.status !== 'applied') return [];
    const place = { source, runSeq, pageIndex, at, hasCursor: hasCursor(upstreams, source) };
    if (page.late) return page.late.records.map((record, index) => lateSighting(record, index, place));
    return page.items.flatMap((item, index) => {
      const failure = item.bad ? failures.get(failureIdOf(page, index)) : undefined;
      return item.hidden || (failure && failure.status !== 'resolved') ? [] : [sightingOf(item, index, place)];
    });
  });

/** The record that an item is of. */
const idOf = (source: string, item: SourceItem): string => `${source}.${streamName}.${item.id}`;

/**
 * What each source showed when it was last read from its start, as if it were seen once more after everything else. Records of which
 * it showed something bad are left out: whether that was taken depends on when.
 */
export const shownAtLast = ({ upstreams }: Findings): { sightings: ModelSighting[]; uncertain: Set<string> } => {
  const sightings: ModelSighting[] = [];
  const uncertain = new Set<string>();
  for (const { plan, reads } of upstreams.filter((one) => !one.plan.resumes)) {
    const { source, hasCursor } = plan;
    const { pages, unseen } = roundAt(plan, reads - 1);
    for (const [number, page] of pages.entries()) {
      if (number === unseen) continue;
      const place = { source, runSeq: 1e6, pageIndex: number, at: '', hasCursor };
      for (const [index, item] of (page === 'broken' ? [] : page).entries()) {
        if (item.bad) uncertain.add(idOf(source, item));
        else if (!item.hidden) sightings.push(sightingOf(item, index, place));
      }
    }
  }
  return { sightings, uncertain };
};
