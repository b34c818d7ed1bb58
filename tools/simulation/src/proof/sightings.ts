import type { Item } from '../source/content';
import { roundAt, type Upstream } from '../source/fake-stream';
import type { AcceptedPage, Findings } from './evidence';
import type { ModelSighting } from './model';

/** The id that a failure of one item has. */
export const failureIdOf = ({ entry }: AcceptedPage, index?: number): string =>
  [entry.source, entry.stream, entry.seq, entry.index, ...(index === undefined ? [] : [index])].join('.');

interface Place {
  source: string;
  seq: number;
  page: number;
  at: string;
  hasCursor: boolean;
}

const sightingOf = (item: Item, index: number, { source, seq, page, at, hasCursor }: Place): ModelSighting => {
  const content = { id: item.id, value: item.value, ...(item.at === undefined ? {} : { at: item.at }) };
  return {
    id: `${source}.items.${item.id}`,
    cursor: hasCursor ? (item.at ?? null) : null,
    seq,
    page,
    index,
    at,
    data: { ...content, noise: index },
    content: JSON.stringify(content),
  };
};

const hasCursor = (upstreams: readonly Upstream[], source: string): boolean =>
  upstreams.some(({ plan }) => plan.source === source && plan.hasCursor);

/** Every record of the applied pages that was neither filtered nor is still refused. */
export const sightingsOf = ({ pages, failures, upstreams }: Findings): ModelSighting[] =>
  pages.flatMap((page) => {
    const { source, seq, index: number, fetchedAt: at } = page.entry;
    if (page.items === 'broken' || page.entry.status !== 'applied') return [];
    const place = { source, seq, page: number, at, hasCursor: hasCursor(upstreams, source) };
    return page.items.flatMap((item, index) => {
      const failure = item.bad ? failures.get(failureIdOf(page, index)) : undefined;
      return item.hidden || (failure && failure.status !== 'resolved') ? [] : [sightingOf(item, index, place)];
    });
  });

/** What each source shows in the end, as if it were seen once more after everything else. */
export const shownAtLast = ({ upstreams, pages, failures }: Findings): ModelSighting[] =>
  upstreams.flatMap(({ plan }) => {
    const { source, hasCursor } = plan;
    return roundAt(plan, plan.rounds.length - 1).pages.flatMap((page, number) => {
      if (page === 'broken') return [];
      const place = { source, seq: 1e6, page: number, at: '', hasCursor };
      // A bad record that is refused to this day may be shown and not taken.
      const isRefused = [...failures.values()].some((failure) => failure.source === source && failure.status === 'open');
      return page.flatMap((item, index) =>
        item.hidden || (item.bad && (isRefused || pages.length === 0)) ? [] : [sightingOf(item, index, place)],
      );
    });
  });
