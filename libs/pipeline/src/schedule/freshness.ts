import type { Activity, Freshness, Run } from '@twl/contracts';
import { endedWell, hasResult, type StoredRun } from '@twl/ports';
import type { SourceSchedule } from './source-schedule';

const second = 1000;
const day = 86_400 * second;

/** A run that refuses more than this share of its records counts as failing. */
const refusedShare = 0.2;

/** Facts that determine the freshness of a stream. */
export interface FreshnessFacts {
  enabled: boolean;
  schedule: SourceSchedule | undefined;
  /** The newest finished run, and the newest good run. */
  lastFinished?: Pick<Run, 'state' | 'counts'>;
  lastGood?: Pick<Run, 'startedAt'>;
  /** ms since 1970. */
  now: number;
}

/** Returns the freshness of a stream: from its newest finished run if that was bad, else from the age of its newest good run against the schedule. */
export function freshnessOf(facts: FreshnessFacts): Freshness {
  const { enabled, lastFinished, lastGood } = facts;
  if (!enabled) return 'paused';
  const result = lastFinished && resultOf(lastFinished);
  if (result === 'failing') return 'failing';
  const age = lastGood ? freshnessByAge(lastGood, facts) : 'never';
  return age === 'fresh' && result ? result : age;
}

const isBad = (run: Pick<Run, 'state'>): boolean => hasResult(run) && !endedWell(run);

/** Uses the counts as well as the state, because a run without changes can still have refused records. */
function resultOf({ state, counts }: Pick<Run, 'state' | 'counts'>): 'failing' | 'partial' | undefined {
  if (isBad({ state }) || counts.quarantined > counts.fetched * refusedShare) return 'failing';
  return state === 'partial' || counts.quarantined > 0 ? 'partial' : undefined;
}

/** Returns the activity of a stream from its newest run. A run that started more than a day ago is abandoned. */
export function activityOf(last: Pick<StoredRun, 'state' | 'startedAt'> | undefined, now: number): Activity {
  if (last?.state === 'deferred') return 'waiting';
  return last?.state === 'running' && now - Date.parse(last.startedAt) < day ? 'running' : 'idle';
}

/** Returns how old a good run is: compares its age with its schedule period and the next one, because periods can be uneven. */
export function freshnessByAge(
  good: Pick<Run, 'startedAt'>,
  { schedule, now }: Pick<FreshnessFacts, 'schedule' | 'now'>,
): 'fresh' | 'late' | 'stale' {
  const began = Date.parse(good.startedAt);
  const interval = schedule?.around(began);
  if (!interval) return 'fresh';
  const once = interval.to - interval.from;
  const twice = interval.following - interval.from;
  const age = now - began - graceFor(once);
  if (age > twice) return 'stale';
  return age > once ? 'late' : 'fresh';
}

/** Returns the grace time for a run to start and end: a tenth of the period, from 5 seconds to 15 minutes. */
function graceFor(period: number): number {
  return Math.min(Math.max(period / 10, 5 * second), 900 * second);
}

const worstFirst: readonly Freshness[] = ['invalid', 'failing', 'stale', 'late', 'partial', 'never', 'paused', 'fresh'];

/** Returns the worst freshness; ignores removed streams. */
export function worstOf(all: Freshness[]): Freshness | undefined {
  return worstFirst.find((freshness) => all.includes(freshness));
}

const busiestFirst: readonly Activity[] = ['running', 'waiting'];

/** Returns the most active of several activities. */
export function busiestOf(all: Activity[]): Activity {
  return busiestFirst.find((activity) => all.includes(activity)) ?? 'idle';
}
