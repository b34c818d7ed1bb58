import type { Clock, RunStore, SourceStream, StoredRun } from '@twl/ports';
import { scheduledRunId } from './due';

/** What clocks of machines may differ by, ms. */
const skewMs = 60_000;
const mostTimes = 20;

/**
 * The id of the run for a scheduled time: the same for all who see that time. A time that had its run while the clock was ahead is yet to come,
 * and has another one then.
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
    if (!known || !isOfAhead(known, last, clock.now())) return found;
    found = `${id}-${count}`;
  }
  return found;
};

/** The clock was set back since the run began: it began later than now, or than a run after it. */
const isOfAhead = (run: StoredRun, last: StoredRun | undefined, now: number): boolean => {
  const began = Date.parse(run.startedAt) - skewMs;
  return began > now || (last !== undefined && last.seq > run.seq && began > Date.parse(last.startedAt));
};
