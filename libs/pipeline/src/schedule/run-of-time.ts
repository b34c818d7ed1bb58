import type { Clock, RunStore, SourceStream, StoredRun } from '@twl/ports';
import { scheduledRunId } from './due';

/** Largest difference between the clocks of two machines, ms. */
const skewMs = 60_000;
const mostTimes = 20;

/**
 * The id of the run for a scheduled time; all schedulers compute the same one. A time that had its run while the clock was ahead gets another id
 * when it comes.
 */
export const runIdOfTime = async (
  { runs, clock }: { runs: RunStore; clock: Clock },
  stream: Pick<SourceStream, 'source' | 'name'>,
  time: number,
): Promise<string> => {
  const id = scheduledRunId(stream.source, stream.name, time);
  const { last } = await runs.latest(stream.source, stream.name);
  let found = id;
  for (let count = 2; count <= mostTimes; count++) {
    const known = await runs.get(found);
    if (!known || !wasClockAhead(known, last, clock.now())) return found;
    found = `${id}-${count}`;
  }
  return found;
};

/** Whether the clock was set back since the run began: it began later than now, or later than a newer run. */
const wasClockAhead = (run: StoredRun, last: StoredRun | undefined, now: number): boolean => {
  const began = Date.parse(run.startedAt) - skewMs;
  return began > now || (last !== undefined && last.seq > run.seq && began > Date.parse(last.startedAt));
};
