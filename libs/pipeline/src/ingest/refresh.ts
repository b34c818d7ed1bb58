import type { RunEnd, StoredRun, StreamState } from '@twl/ports';
import { Timetable, type CronLine, type Refresh } from '@twl/ports';
import type { Json, RunNote, Trigger } from '@twl/contracts';

/** A read of everything that is due, or under way. */
export interface PlannedRefresh {
  /** ISO time. */
  startedAt: string;
  /** Where it begins: null for the beginning. */
  cursor: Json;
}

/** What is known when a run begins. */
export interface RefreshFacts {
  /** When everything is to be read; undefined where the stream does not say it. */
  rule: CronLine | undefined;
  trigger: Trigger;
  state: StreamState | undefined;
  /** The stream's newest run. */
  last: StoredRun | undefined;
  /** ms since 1970. */
  now: number;
}

/** How soon one that failed is tried again, ms. */
const retryAfterMs = 3_600_000;

/** By what name a rule may be known. */
const names: Readonly<Record<string, string>> = { daily: '0 0 * * *', weekly: '0 0 * * 0', monthly: '0 0 1 * *' };

/** The cron line of a `refresh` setting, in the time zone of the source's schedule. */
export const refreshRule = (setting: string | undefined, timeZone: string): CronLine | undefined =>
  setting === undefined ? undefined : { cron: names[setting] ?? setting, timeZone };

/**
 * Whether a run is to read everything from the beginning. After one that did not come to its end by itself the next run is an increment, so
 * that a refresh that fails for weeks holds nothing up.
 */
export const planRefresh = ({ rule, trigger, state, last, now }: RefreshFacts): PlannedRefresh | undefined => {
  if (!rule || trigger !== 'schedule' || !state?.refresh) return undefined;
  const { since, going, failed } = state.refresh;
  const [due] = new Timetable(rule).last(now, 1);
  if (due === undefined || due <= Date.parse(since)) return undefined;
  if (going && Date.parse(going.startedAt) >= due)
    return going.runId === last?.id && last.end?.state !== 'deferred' ? undefined : { startedAt: going.startedAt, cursor: going.cursor };
  if (failed && (failed.runId === last?.id || now - Date.parse(failed.at) < retryAfterMs)) return undefined;
  return { startedAt: new Date(now).toISOString(), cursor: null };
};

/** What is remembered of refreshes after a run that was one. */
export const refreshAfter = (
  before: Refresh,
  { planned, end, cursor, runId, at }: { planned: PlannedRefresh; end: RunEnd['state']; cursor: Json; runId: string; at: string },
): Refresh => {
  if (end === 'complete') return { since: planned.startedAt };
  if (end === 'deferred' || end === 'cancelled') return { since: before.since, going: { startedAt: planned.startedAt, cursor, runId } };
  return { since: before.since, failed: { at, runId } };
};

/** What a run says that was one. */
export const refreshNote = (setting: string): RunNote => ({
  code: 'REFRESH',
  detail: `the run read everything from the beginning, as "refresh: ${setting}" in source.yaml asks`,
  count: 1,
});
