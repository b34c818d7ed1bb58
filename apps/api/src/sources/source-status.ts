import { addCounts, noCounts, type Run, type RunState, type SourcePause, type SourceStatus, type StreamStatus } from '@twl/contracts';
import { activityOf, busiestOf, freshnessOf, readSchedule, worstOf, type SourceSchedule } from '@twl/pipeline';
import { requireValue, type Source } from '@twl/ports';
import { streamStatus, type StreamCondition, type StreamFacts } from './stream-status';

/** Builds the API status of a source. `now` is in ms since 1970. */
export function sourceStatus(
  source: Source,
  facts: StreamFacts[],
  { pause, now }: { pause: SourcePause | null; now: number },
): SourceStatus {
  const { enabled, schedule } = source.settings;
  const isScheduled = enabled && !pause;
  const plan = readSchedule(schedule);
  const streams = facts.map((stream) => streamStatus(stream, conditionOf(stream, { source, plan, now, isScheduled })));
  const isInvalid = source.problems.length > 0;
  const next = isScheduled && !isInvalid ? plan?.next(now) : undefined;
  const idle = isScheduled ? 'never' : 'paused';
  return {
    name: source.name,
    enabled,
    pause,
    // Settings that could not be read hold the default schedule, which is not the one of the source.
    schedule: isInvalid ? null : { cron: schedule.cron, timeZone: schedule.timeZone },
    nextRunAt: next === undefined ? null : new Date(next).toISOString(),
    freshness: isInvalid ? 'invalid' : (worstOf(streams.map(({ freshness }) => freshness)) ?? idle),
    ...sumsOf(streams),
    problems: source.problems,
  };
}

/** Builds the status of a source that is no longer declared, from its stored data. */
export function removedSource(name: string, facts: StreamFacts[], pause: SourcePause | null): SourceStatus {
  const streams = facts.map((stream) => streamStatus(stream, { freshness: 'removed', activity: 'idle' }));
  return { name, enabled: false, pause, schedule: null, nextRunAt: null, freshness: 'removed', ...sumsOf(streams), problems: [] };
}

interface SourceContext {
  source: Source;
  plan: SourceSchedule | undefined;
  now: number;
  isScheduled: boolean;
}

function conditionOf(facts: StreamFacts, { source, plan, now, isScheduled }: SourceContext): StreamCondition {
  const isInvalid = source.problems.length > 0;
  const activity = activityOf(facts.last, now);
  const isResumed = isScheduled && !isInvalid;
  return {
    freshness: isInvalid
      ? 'invalid'
      : isRemoved(facts, source)
        ? 'removed'
        : freshnessOf({ ...facts, enabled: isScheduled, schedule: plan, now }),
    activity: activity === 'waiting' && !isResumed ? 'idle' : activity,
  };
}

/** A discovered stream counts as declared until its discovery has run. */
const isRemoved = ({ isDeclared }: StreamFacts, { discovery }: Source): boolean => !isDeclared && discovery?.known !== false;

const sumsOf = (streams: StreamStatus[]) => ({
  activity: busiestOf(streams.map(({ activity }) => activity)),
  waitingUntil: streams.flatMap(({ waitingUntil }) => waitingUntil ?? []).sort()[0] ?? null,
  records: streams.reduce((sum, { records }) => sum + records, 0),
  lastRun: sumRuns(streams.map(({ lastRun }) => lastRun)),
  lastFinishedRun: sumRuns(streams.map(({ lastFinishedRun }) => lastFinishedRun)),
  streams,
});

/** Run states by priority: the sum of several runs has the first state that occurs. */
const statesByPriority: readonly RunState[] = [
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

function sumRuns(each: (Run | null)[]): SourceStatus['lastRun'] {
  const runs = each.filter((run) => run !== null);
  const startedAt = runs.map((run) => run.startedAt).sort()[0];
  if (startedAt === undefined) return null;
  const ends = runs.flatMap(({ finishedAt }) => finishedAt ?? []);
  return {
    startedAt,
    finishedAt: ends.length === runs.length ? (ends.sort().at(-1) ?? null) : null,
    state: requireValue(
      statesByPriority.find((state) => runs.some((run) => run.state === state)),
      'state of a run',
    ),
    counts: runs.reduce((sum, { counts }) => addCounts(sum, counts), noCounts()),
  };
}
