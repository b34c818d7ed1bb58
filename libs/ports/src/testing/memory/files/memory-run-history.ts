import { maxRunEvents, type HistoryEvent } from '@twl/contracts';
import { RunHistory } from '../../../runs/run-history';

/** Events of runs in memory. */
export class MemoryRunHistory extends RunHistory {
  private readonly runs = new Map<string, HistoryEvent[]>();

  async append(runId: string, events: readonly HistoryEvent[]): Promise<void> {
    this.runs.set(runId, [...(this.runs.get(runId) ?? []), ...structuredClone(events)].slice(0, maxRunEvents));
  }

  async read(runId: string): Promise<HistoryEvent[]> {
    const events = structuredClone(this.runs.get(runId) ?? []);
    return events.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  }
}
