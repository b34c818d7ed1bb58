import type { Freshness, Run } from '@twl/contracts';
import type { Schedule } from './schedule';

const second = 1000;
const day = 86_400 * second;

/** What the freshness of a stream depends on. */
export interface FreshnessFacts {
  enabled: boolean;
  schedule: Schedule | undefined;
  /** The newest run, and the newest that ended well. */
  last?: Pick<Run, 'state' | 'startedAt'>;
  lastGood?: Pick<Run, 'startedAt'>;
  /** ms since 1970. */
  now: number;
}

const failed: readonly string[] = ['failed', 'suspect', 'stalled'];

/** How a stream does: by its last run if that says enough, else by the age of its newest good run against the schedule. */
export function freshnessOf(facts: FreshnessFacts): Freshness {
  const { enabled, last, lastGood } = facts;
  if (last && isRunning(last, facts.now)) return 'running';
  if (!enabled) return 'paused';
  if (last && failed.includes(last.state)) return 'failing';
  return lastGood ? byAge(lastGood, facts) : 'never';
}

/** A run that began more than a day ago was left behind by whoever ran it. */
function isRunning(last: Pick<Run, 'state' | 'startedAt'>, now: number): boolean {
  return last.state === 'running' && now - Date.parse(last.startedAt) < day;
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

const worstFirst: readonly Freshness[] = ['failing', 'stale', 'late', 'never', 'running', 'paused', 'fresh'];

/** The worst of several. */
export function worstOf(all: Freshness[]): Freshness | undefined {
  return worstFirst.find((freshness) => all.includes(freshness));
}
