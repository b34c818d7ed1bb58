import type { RunHistoryView } from '@twl/contracts';
import { droppedOf, progressOf } from '@twl/pipeline';
import { NotFoundError, type Clock, type PageLedger, type RunHistory, type RunStore } from '@twl/ports';

/** Pages that a history shows. */
const maxPages = 1000;

/** Dependencies of {@link RunHistories}. */
export interface RunHistoryPorts {
  runs: RunStore;
  ledger: PageLedger;
  history: RunHistory;
  clock: Pick<Clock, 'now'>;
}

/** Shows what a run did, step by step, and how far it is. */
export class RunHistories {
  constructor(private readonly ports: RunHistoryPorts) {}

  /** @throws NotFoundError */
  async get(id: string): Promise<RunHistoryView> {
    const { runs, ledger, history, clock } = this.ports;
    const run = await runs.get(id);
    if (!run) throw new NotFoundError('run', id);
    const [events, pages] = await Promise.all([history.read(id), ledger.ofRun(id)]);
    const traceId = events.find(({ fields }) => typeof fields['traceId'] === 'string')?.fields['traceId'];
    return {
      runId: id,
      traceId: traceId === undefined ? null : String(traceId),
      progress: progressOf({ run, events, pages, now: clock.now() }),
      pages: pages.slice(0, maxPages).map(({ pageIndex, key, bytes, fetchedAt, status, reason, counts }) => ({
        ...{ pageIndex, key, bytes, fetchedAt, status, counts },
        ...(reason && { reason }),
      })),
      items: events,
      dropped: droppedOf(events),
    };
  }
}
