import type { RememberedState, StateEdit, StateEdited, StoredRun, StreamState } from '@twl/ports';
import type { StreamAccess } from '../../caches/parts';
import { putState, readState, stateKey } from '../../items/runs/run-items';
import { streamKey } from '../../items/runs/stream-items';
import { isSettled } from '../../items/runs/stream-runs';
import type { TableAction } from '../../table/action';

/** States of streams; the revision counts how often a state was written. */
export class StreamStates {
  constructor(private readonly parts: StreamAccess) {}

  async read(sid: string): Promise<RememberedState> {
    return readState(this.parts.bodies, await this.parts.table.get(stateKey(sid)));
  }

  /** Stores a state, as an action of a transaction. */
  async put(sid: string, state: StreamState): Promise<TableAction> {
    const { revision } = await this.read(sid);
    return this.#put(sid, Number(revision), state);
  }

  /** Changes a state by hand, unless a run is unsettled, which `find` returns, or another change came first. */
  async edit(edit: StateEdit, find: (id: string) => Promise<StoredRun | undefined>): Promise<StateEdited> {
    const { table, streams } = this.parts;
    const { sid } = await streams.findOrCreate(edit.source, edit.stream);
    return table.retryTransaction(async () => {
      const settled: TableAction = { is: 'stream', check: streamKey(sid), if: isSettled };
      const cancelled = await table.transact([settled, await this.#put(sid, Number(edit.revision), edit.state ?? null)]);
      if (!cancelled) return { kind: 'edited' };
      const { activeRun } = await streams.requireStream(sid);
      const run = activeRun === undefined ? undefined : await find(activeRun);
      if (run) return { kind: 'active', run };
      return cancelled.refused.some(({ is }) => is === 'state') ? { kind: 'changed' } : 'again';
    });
  }

  #put(sid: string, revision: number, state: StreamState | null): Promise<TableAction> {
    return putState(this.parts.bodies, sid, { revision, state });
  }
}
