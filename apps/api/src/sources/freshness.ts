import type { Activity, Freshness, Run } from '@twl/contracts';
import type { StoredRun } from '@twl/ports';
import type { Schedule } from './schedule';

const second = 1000;
const day = 86_400 * second;

/** More than this share of what a run fetched refused is a failure, not a blemish. */
const refusedShare = 0.2;

/** What the freshness of a stream depends on. */
export interface FreshnessFacts {
  enabled: boolean;
  schedule: Schedule | undefined;
  /** The newest run with a result, and the newest that ended well. */
  lastFinished?: Pick<Run, 'state' | 'counts'>;
  lastGood?: Pick<Run, 'startedAt'>;
  /** ms since 1970. */
  now: number;
}

const failed: readonly string[] = ['failed', 'suspect', 'stalled'];

/** How a stream is: by its newest finished run if that is a bad one, else by the age of its newest good run against the schedule. */
export function freshnessOf(facts: FreshnessFacts): Freshness {
  const { enabled, lastFinished, lastGood } = facts;
  if (!enabled) return 'paused';
  const result = lastFinished && resultOf(lastFinished);
  if (result === 'failing') return 'failing';
  const age = lastGood ? byAge(lastGood, facts) : 'never';
  return age === 'fresh' && result ? result : age;
}

/** What is refused stays refused in a run that finds nothing changed: the counts say so, not the state. */
function resultOf({ state, counts }: Pick<Run, 'state' | 'counts'>): 'failing' | 'partial' | undefined {
  if (failed.includes(state) || counts.quarantined > counts.fetched * refusedShare) return 'failing';
  return state === 'partial' || counts.quarantined > 0 ? 'partial' : undefined;
}

/** What the newest run of a stream does. One that began more than a day ago was abandoned by its worker. */
export function activityOf(last: Pick<StoredRun, 'state' | 'startedAt'> | undefined, now: number): Activity {
  if (last?.state === 'deferred') return 'waiting';
  return last?.state === 'running' && now - Date.parse(last.startedAt) < day ? 'running' : 'idle';
}

/** An uneven schedule has uneven periods: once and twice are counted in those that the good run began in and that follow. */
function byAge(good: Pick<Run, 'startedAt'>, { schedule, now }: FreshnessFacts): Freshness {
  const began = Date.parse(good.startedAt);
  const interval = schedule?.around(began);
  if (!interval) return 'fresh';
  const once = interval.to - interval.from;
  const twice = interval.following - interval.from;
  const age = now - began - graceFor(once);
  if (age > twice) return 'stale';
  return age > once ? 'late' : 'fresh';
}

/** A run needs a moment to begin and to end: a tenth of the period, from 5 seconds to 15 minutes. */
function graceFor(period: number): number {
  return Math.min(Math.max(period / 10, 5 * second), 900 * second);
}

const worstFirst: readonly Freshness[] = ['invalid', 'failing', 'stale', 'late', 'partial', 'never', 'paused', 'fresh'];

/** The worst of several; what was removed does not count. */
export function worstOf(all: Freshness[]): Freshness | undefined {
  return worstFirst.find((freshness) => all.includes(freshness));
}

const busiestFirst: readonly Activity[] = ['running', 'waiting'];

/** What stands for several. */
export function busiestOf(all: Activity[]): Activity {
  return busiestFirst.find((activity) => all.includes(activity)) ?? 'idle';
}
