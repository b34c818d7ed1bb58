import type { RememberedState, StateEdit, StateEdited, StoredRun, StreamState } from '@twl/ports';
import type { Action } from '../../table/action';
import type { Expression } from '../../table/expression';
import { stateKey } from '../../items/runs/run-items';
import { streamKey } from '../../items/runs/stream-items';
import type { TableParts } from '../../caches/table-parts';

/** Holds while nobody has written the item since it was read. */
const isAsRead = (w: number): Expression => (w === 0 ? { text: 'attribute_not_exists(#pk)' } : { text: '#w = :w', values: { w } });

/** What streams remember from run to run; the revision of it counts how often it was written. */
export class StreamMemory {
  constructor(private readonly parts: TableParts) {}

  async read(sid: string): Promise<RememberedState> {
    const item = await this.parts.table.get(stateKey(sid));
    const state = item && (await this.parts.bodies.read<StreamState | null>(item));
    return { state: state ?? undefined, revision: String(item?.['w'] ?? 0) };
  }

  /** Remembers, as an action of a transaction. */
  async put(sid: string, state: StreamState): Promise<Action> {
    const { revision } = await this.read(sid);
    return this.#put(sid, Number(revision), state);
  }

  /** Changes it by hand, unless a run is not settled, which `find` gives, or somebody else was faster. */
  async edit(edit: StateEdit, find: (id: string) => Promise<StoredRun | undefined>): Promise<StateEdited> {
    const { table, streams } = this.parts;
    const { sid } = await streams.make(edit.source, edit.stream);
    return table.insist(async () => {
      const settled: Action = { is: 'stream', check: streamKey(sid), if: { text: 'attribute_not_exists(#active)' } };
      const cancelled = await table.transact([settled, await this.#put(sid, Number(edit.revision), edit.state ?? null)]);
      if (!cancelled) return { kind: 'edited' };
      const active = (await streams.bySid(sid))!.active;
      const run = active === undefined ? undefined : await find(JSON.parse(active) as string);
      if (run) return { kind: 'active', run };
      return cancelled.refused.some(({ is }) => is === 'state') ? { kind: 'changed' } : 'again';
    });
  }

  async #put(sid: string, w: number, state: StreamState | null): Promise<Action> {
    return { is: 'state', put: { ...stateKey(sid), w: w + 1, ...(await this.parts.bodies.store(state)) }, if: isAsRead(w) };
  }
}
