import { pageIdOf, type Failure, type FailuresQuery } from '@twl/contracts';
import {
  FailureStore,
  isSameName,
  mostOpenFailures,
  readPosition,
  refusedAgain,
  superseded,
  writePosition,
  type OpenFailure,
  type Superseding,
} from '@twl/ports';
import type { StreamAccess, WorkEnvironment } from '../caches/parts';
import {
  countOpen,
  openDifference,
  failureIndexPk,
  openPartition,
  openRecordKeys,
  openRecordsPk,
  putFailure,
  readFailures,
  readOpenCount,
  readOpenRecord,
  type KnownFailure,
} from '../items/failure-items';
import { byTime, type IndexEntry } from '../items/index-pages';
import { sidOf } from '../items/keys';
import { shardCount } from '../items/records/counter-shards';
import { fillPage } from '../steps/lists/fill-page';
import { mergeSorted } from '../steps/lists/merge-sorted';
import { walkIndex } from '../steps/lists/walk-index';
import type { TableAction } from '../table/action';
import type { DynamoLedger } from './dynamo-ledger';

const filters = ['source', 'stream', 'runId', 'kind', 'status', 'reason'] as const;

type FailureParts = StreamAccess & { environment: WorkEnvironment };

/** Refused records and pages in the table. */
export class DynamoFailures extends FailureStore {
  constructor(
    private readonly parts: FailureParts,
    private readonly ledger: DynamoLedger,
  ) {
    super();
  }

  async get(id: string): Promise<Failure | undefined> {
    return (await this.#find(id))?.failure;
  }

  async list(
    query: Omit<FailuresQuery, 'cursor'> & { after?: string },
  ): Promise<{ items: Failure[]; next: string | null; scanned: number }> {
    const wanted = filters.map((name) => query[name]);
    const owner = ['failures', ...wanted];
    const from = query.after === undefined ? undefined : readPosition<[number, string]>(owner, query.after, [0, '']);
    const start = from && { time: from[0], key: from[1] };
    const { items, next, scanned } = await fillPage(this.#entries(start), {
      limit: query.limit,
      read: async (entries) => {
        const known = await readFailures(
          this.parts,
          entries.map(({ key }) => key),
        );
        return entries.map(({ key, time }) => {
          const failure = known.get(key)?.failure;
          const isThere = failure !== undefined && Date.parse(failure.at) === time;
          return isThere && filters.every((name, i) => isSameName(wanted[i] ?? failure[name], failure[name])) ? failure : undefined;
        });
      },
    });
    return { items, next: next ? writePosition(owner, [next.time, next.key]) : null, scanned };
  }

  async mark(id: string, status: 'resolved' | 'discarded'): Promise<boolean> {
    return this.#change(id, ({ failure }) => ({ ...failure, status }));
  }

  async refuse(id: string, { reason, detail }: Pick<Failure, 'reason' | 'detail'>): Promise<boolean> {
    return this.#change(id, ({ failure }) => refusedAgain(failure, { ...failure, reason, detail, attempts: 1 }));
  }

  async openRecords(source: string, stream: string): Promise<OpenFailure[]> {
    const { table } = this.parts;
    const found: OpenFailure[] = [];
    for await (const items of table.query({ pk: openRecordsPk(sidOf(source, stream)), isDown: true })) {
      found.push(...items.map(readOpenRecord));
      if (found.length >= mostOpenFailures) break;
    }
    return found.slice(0, mostOpenFailures);
  }

  async supersede(closings: readonly Superseding[]): Promise<void> {
    for (const closing of closings) await this.#supersede(closing);
  }

  async countOpen(): Promise<number> {
    const shards = await this.parts.table.all({ pk: openPartition });
    return shards.reduce((sum, item) => sum + readOpenCount(item), 0);
  }

  /** Changes an open failure; returns false if it is not open. */
  async #change(id: string, to: (known: KnownFailure) => Failure): Promise<boolean> {
    const { table, bodies, environment } = this.parts;
    return table.retryTransaction(async () => {
      const known = await this.#find(id);
      if (known?.failure.status !== 'open') return false;
      const next = to(known);
      const isGivenUp = next.status === 'discarded' && next.kind !== 'record';
      const actions: TableAction[] = [
        await putFailure(bodies, next, { known }),
        ...countOpen(sidOf(next.source, next.stream), Math.floor(environment.random() * shardCount), openDifference(known.failure, next)),
        ...(isGivenUp ? await this.ledger.giveUpActions(pageIdOf(next)) : []),
      ];
      if (await table.transact(actions)) {
        this.parts.streams.clear();
        return 'again';
      }
      if (next.status !== 'open') await table.write([], openRecordKeys([next]));
      return true;
    });
  }

  /** Closes a failure, and notes it in the one that supersedes it. */
  async #supersede({ id, by }: Superseding): Promise<void> {
    const { table, bodies, environment } = this.parts;
    await table.retryTransaction(async () => {
      const known = await readFailures(this.parts, by === undefined ? [id] : [id, by]);
      const [older, newer] = [known.get(id), by === undefined ? undefined : known.get(by)];
      if (older === undefined) return 'done';
      const sid = sidOf(older.failure.source, older.failure.stream);
      if (older.failure.status === 'open') {
        const after = newer?.failure.status === 'open' ? superseded(older.failure, newer.failure) : undefined;
        const closed: Failure = after?.older ?? { ...older.failure, status: 'superseded' };
        const actions: TableAction[] = [
          await putFailure(bodies, closed, { known: older }),
          ...(after ? [await putFailure(bodies, after.newer, { known: newer })] : []),
          ...countOpen(sid, Math.floor(environment.random() * shardCount), -1),
        ];
        if (await table.transact(actions)) return 'again';
      }
      await table.write([], openRecordKeys([older.failure]));
      return 'done';
    });
  }

  /** Yields index entries of failures, newest first, after a position. */
  async *#entries(start: IndexEntry | undefined): AsyncGenerator<IndexEntry, void> {
    const { table, streams } = this.parts;
    const stretch = { from: -8e15, to: start?.time ?? 8e15, isDown: true };
    const lists = (await streams.list()).map(({ sid }) => ({
      bound: stretch.to,
      open: () => walkIndex(table, { pk: failureIndexPk(sid), span: 0 }, stretch),
    }));
    for await (const entry of mergeSorted(lists, { isDown: true, compare: byTime })) if (!start || byTime(entry, start) < 0) yield entry;
  }

  async #find(id: string): Promise<KnownFailure | undefined> {
    return (await readFailures(this.parts, [id])).get(id);
  }
}
