import { builtKey, builtPk, heartbeatUpdate, readBuilt, type BuiltGeneration } from '../../items/records/built-generation-items';
import type { Table } from '../../table/table';

/** Time without a heartbeat after which a generation that is being built counts as abandoned, ms; and the interval of heartbeats. */
const abandonedAfterMs = 6 * 3_600_000;
const beatMs = 60_000;

/** Reads the generations of a stream that a dead process was building. */
export const abandonedGenerations = async (table: Table, sid: string, now: number): Promise<BuiltGeneration[]> =>
  (await table.all({ pk: builtPk(sid) })).map(readBuilt).filter(({ at }) => at + abandonedAfterMs < now);

/** Shows that the process which builds a generation is alive. */
export class Heartbeat {
  private last: number;

  constructor(
    private readonly table: Table,
    private readonly of: { sid: string; gen: string },
    private readonly now: () => number,
  ) {
    this.last = now();
  }

  /** Writes a heartbeat if the last one is older than the interval. */
  async beat(): Promise<void> {
    const at = this.now();
    if (at < this.last + beatMs) return;
    this.last = at;
    await this.table.update(builtKey(this.of.sid, this.of.gen), heartbeatUpdate(at));
  }
}
