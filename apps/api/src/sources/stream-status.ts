import type { Activity, Freshness, StreamStatus } from '@twl/contracts';
import { publicRun, type LatestRuns, type StoredRun } from '@twl/ports';

/** Facts about one stream of a source. */
export interface StreamFacts extends LatestRuns {
  name: string;
  records: number;
  /** True if the source declares the stream. */
  isDeclared: boolean;
}

/** Freshness and activity of a stream. */
export interface StreamCondition {
  freshness: Freshness;
  activity: Activity;
}

/** Builds the API status of a stream. */
export function streamStatus({ name, records, ...runs }: StreamFacts, { freshness, activity }: StreamCondition): StreamStatus {
  const { last, lastFinished, lastGood } = runs;
  return {
    ...{ name, freshness, activity },
    waitingUntil: activity === 'waiting' ? resumeOf(last) : null,
    records,
    lastRun: last ? publicRun(last) : null,
    lastFinishedRun: lastFinished ? publicRun(lastFinished) : null,
    lastSuccessAt: lastGood?.startedAt ?? null,
  };
}

const resumeOf = (last: StoredRun | undefined): string | null => last?.end?.resumeAt ?? null;
