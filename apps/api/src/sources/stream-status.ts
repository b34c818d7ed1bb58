import type { Activity, Freshness, StreamStatus } from '@twl/contracts';
import { publicRun, type LatestRuns, type StoredRun } from '@twl/ports';

/** What is known of one stream of a source. */
export interface StreamFacts extends LatestRuns {
  name: string;
  records: number;
  /** Whether the source says that it has the stream. */
  isDeclared: boolean;
}

/** How a stream is and what it does. */
export interface StreamCondition {
  freshness: Freshness;
  activity: Activity;
}

/** A stream as the API shows it. */
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
