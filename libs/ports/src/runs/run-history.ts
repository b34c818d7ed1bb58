import type { HistoryEvent } from '@twl/contracts';

/** How long the events of a run are kept, days. */
export const historyDays = 30;

/**
 * What runs did, step by step: for people who look at a run, not for the pipeline. Nothing depends on it, so it may lose events, and it forgets a
 * run after some weeks.
 */
export abstract class RunHistory {
  /** Adds events of a run. Of more than `maxRunEvents` only the first are kept. */
  abstract append(runId: string, events: readonly HistoryEvent[]): Promise<void>;
  /** The events of a run, oldest first; empty if there are none, or none any more. */
  abstract read(runId: string): Promise<HistoryEvent[]>;
}
