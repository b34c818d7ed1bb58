import type { RunEnd, StoredRun, StreamState } from '@twl/ports';
import { Timetable, type CronLine, type Refresh } from '@twl/ports';
import type { Json, RunNote, Trigger } from '@twl/contracts';

/** A read of everything that is due or in progress. */
export interface PlannedRefresh {
  /** ISO time. */
  startedAt: string;
  /** Cursor at which it starts; null for the beginning. */
  cursor: Json;
}

/** Facts that decide whether a run reads everything. */
export interface RefreshFacts {
  /** When everything is read; undefined if the stream has no such setting. */
  rule: CronLine | undefined;
  trigger: Trigger;
  state: StreamState | undefined;
  /** The stream's newest run. */
  last: StoredRun | undefined;
  /** ms since 1970. */
  now: number;
}

/** Pause before a failed read of everything is tried again, ms. */
const retryAfterMs = 3_600_000;

/** Names of common rules. */
const names: Readonly<Record<string, string>> = { daily: '0 0 * * *', weekly: '0 0 * * 0', monthly: '0 0 1 * *' };

/** The cron line of a `refresh` setting, in the time zone of the source's schedule. */
export const refreshRule = (setting: string | undefined, timeZone: string): CronLine | undefined =>
  setting === undefined ? undefined : { cron: names[setting] ?? setting, timeZone };

/**
 * Plans a read of everything, if one is due. After an incomplete one the next run is an increment, so that a refresh that fails for weeks does not
 * block new records.
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

/** The refresh state of a stream after a run that read everything. */
export const refreshAfter = (
  before: Refresh,
  { planned, end, cursor, runId, at }: { planned: PlannedRefresh; end: RunEnd['state']; cursor: Json; runId: string; at: string },
): Refresh => {
  if (end === 'complete') return { since: planned.startedAt };
  if (end === 'deferred' || end === 'cancelled') return { since: before.since, going: { startedAt: planned.startedAt, cursor, runId } };
  return { since: before.since, failed: { at, runId } };
};

/** The note of a run that read everything. */
export const refreshNote = (setting: string): RunNote => ({
  code: 'REFRESH',
  detail: `the run read everything from the beginning, as "refresh: ${setting}" in source.yaml asks`,
  count: 1,
});
