import { addCounts, noCounts, type RunState, type SourceStatus, type StreamStatus } from '@twl/contracts';
import { publicRun, type Source, type StoredRun } from '@twl/ports';
import { freshnessOf, worstOf } from './freshness';
import { readSchedule } from './schedule';

/** What is known of one stream of a source. */
export interface StreamFacts {
  name: string;
  records: number;
  last?: StoredRun;
  lastGood?: StoredRun;
}

/** A source as the API shows it. `now` is in ms since 1970. */
export function sourceStatus(source: Source, facts: StreamFacts[], now: number): SourceStatus {
  const { enabled, schedule } = source.settings;
  const plan = readSchedule(schedule);
  const streams = facts.map(({ name, records, last, lastGood }): StreamStatus => {
    const freshness = freshnessOf({ enabled, schedule: plan, last, lastGood, now });
    return { name, freshness, records, lastRun: last ? publicRun(last) : null, lastSuccessAt: lastGood?.startedAt ?? null };
  });
  const broken = source.problems.length > 0;
  const next = enabled && !broken ? plan?.next(now) : undefined;
  const idle = enabled ? 'never' : 'paused';
  return {
    name: source.name,
    enabled,
    schedule: { cron: schedule.cron, timeZone: schedule.timeZone },
    nextRunAt: next === undefined ? null : new Date(next).toISOString(),
    freshness: broken && enabled ? 'failing' : (worstOf(streams.map(({ freshness }) => freshness)) ?? idle),
    records: facts.reduce((sum, { records }) => sum + records, 0),
    lastRun: addedUp(facts.flatMap(({ last }) => (last ? [last] : []))),
    streams,
    problems: source.problems,
  };
}

/** Of several states, the first of these that occurs stands for all. */
const tellingFirst: readonly RunState[] = [
  'running',
  'failed',
  'suspect',
  'stalled',
  'partial',
  'deferred',
  'cancelled',
  'skipped_overlap',
  'succeeded',
  'not_modified',
];

function addedUp(runs: StoredRun[]): SourceStatus['lastRun'] {
  const startedAt = runs.map((run) => run.startedAt).sort()[0];
  if (startedAt === undefined) return null;
  const ends = runs.flatMap(({ finishedAt }) => (finishedAt === null ? [] : [finishedAt]));
  return {
    startedAt,
    finishedAt: ends.length === runs.length ? ends.sort().at(-1)! : null,
    state: tellingFirst.find((state) => runs.some((run) => run.state === state))!,
    counts: runs.reduce((sum, { counts }) => addCounts(sum, counts), noCounts()),
  };
}
