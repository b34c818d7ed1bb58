import type { Drift } from '@twl/contracts';
import { hasResult, type LatestRuns, type Source, type StoredRun } from '@twl/ports';
import { listDrift, type DriftPorts } from '../../drift/list-drift';
import { freshnessByAge } from '../../schedule/freshness';
import { readSchedule } from '../../schedule/source-schedule';

/** Facts about a stream that rules decide on. */
export interface StreamHealth extends LatestRuns {
  source: string;
  stream: string;
  /** Age of the newest good run against the schedule; `never` if there is none. */
  age: 'fresh' | 'late' | 'stale' | 'never';
  /** The newest runs with a result that failed without a better one in between, newest first. */
  failedRuns: StoredRun[];
  drift: Drift[];
}

/** Facts about a source. */
export interface SourceHealth {
  name: string;
  cron: string;
  streams: StreamHealth[];
  /** Now, ms since 1970. */
  now: number;
}

const isFailed = ({ state }: StoredRun): boolean => state === 'failed' || state === 'stalled';

/** Reads the facts about a source. @param failures number of failed runs to look for */
export const readSourceHealth = async (
  ports: DriftPorts,
  { name, settings, streams }: Source,
  { now, failures }: { now: number; failures: number },
): Promise<SourceHealth> => {
  const schedule = readSchedule(settings.schedule);
  const each = streams.map(async (stream): Promise<StreamHealth> => {
    const of = { source: name, stream: stream.name };
    const latest = await ports.runs.latest(of.source, of.stream);
    const { lastFinished, lastGood } = latest;
    return {
      ...latest,
      ...of,
      age: lastGood ? freshnessByAge(lastGood, { schedule, now }) : 'never',
      failedRuns: lastFinished && isFailed(lastFinished) ? await readFailedRuns(ports, of, failures) : [],
      drift: stream.settings.contract ? await listDrift(ports, of, { mixedTypes: false }) : [],
    };
  });
  return { name, cron: settings.schedule.cron, streams: await Promise.all(each), now };
};

/** Runs without a result, such as skipped ones, stand between others. */
const listedPerFailure = 3;

const readFailedRuns = async ({ runs }: DriftPorts, of: { source: string; stream: string }, count: number): Promise<StoredRun[]> => {
  const { items } = await runs.list({ ...of, limit: Math.min(200, count * listedPerFailure) });
  const finished = items.filter(hasResult);
  const better = finished.findIndex((run) => !isFailed(run));
  return finished.slice(0, better < 0 ? undefined : better);
};
