import { addCounts, noCounts, type HistoryProgress, type HistoryEvent } from '@twl/contracts';
import type { PageEntry, StoredRun } from '@twl/ports';

/** What a run has done so far, as its history, its pages and its own figures tell. */
export interface RunFacts {
  run: StoredRun;
  events: readonly HistoryEvent[];
  pages: readonly PageEntry[];
  /** ms since 1970. */
  now: number;
}

/** Computes how far a run is. */
export const progressOf = ({ run, events, pages, now }: RunFacts): HistoryProgress => {
  const requests = events.filter(({ event }) => event === 'request.answered').length;
  const isClosed = run.phase === 'closed';
  const elapsedMs = Math.max(0, lastStepOf({ run, events, pages }) - Date.parse(run.startedAt));
  const counts = isClosed ? run.counts : pages.reduce((sum, page) => addCounts(sum, page.counts), noCounts());
  return {
    phase: run.phase,
    elapsedMs,
    requests: requests + droppedOf(events),
    pages: Math.max(run.pages, pages.length),
    applied: pages.filter(({ status }) => status !== 'open').length,
    bytes: Math.max(
      run.bytes,
      pages.reduce((sum, page) => sum + page.bytes, 0),
    ),
    records: counts.fetched,
    recordsPerSecond: elapsedMs === 0 ? 0 : Math.round((counts.fetched / elapsedMs) * 10_000) / 10,
    waiting: run.phase === 'fetching' ? waitingNow(events, now) : null,
  };
};

/** When the last step was done: as long as nothing happens, the figures stay the same. */
const lastStepOf = ({ run, events, pages }: Omit<RunFacts, 'now'>): number => {
  if (run.finishedAt) return Date.parse(run.finishedAt);
  return Math.max(
    ...[run.startedAt, ...events.map(({ at }) => at), ...pages.map(({ fetchedAt }) => fetchedAt)].map((at) => Date.parse(at)),
  );
};

/** Events of a run that were counted and not kept. */
export const droppedOf = (events: readonly HistoryEvent[]): number =>
  events.reduce((sum, { event, fields }) => sum + (event === 'history.cut' ? Number(fields['dropped']) : 0), 0);

/** What the run waits for: its last wait, unless it is over or a request was sent since. */
const waitingNow = (events: readonly HistoryEvent[], now: number): HistoryProgress['waiting'] => {
  const last = events.findLast(({ event }) => event === 'run.waiting' || event === 'request.answered');
  if (last?.event !== 'run.waiting') return null;
  const until = Date.parse(last.at) + Number(last.fields['ms']);
  return until > now ? { until: new Date(until).toISOString(), reason: String(last.fields['reason']) } : null;
};
