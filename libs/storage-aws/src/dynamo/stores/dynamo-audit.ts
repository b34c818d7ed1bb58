import type { AuditEntry, AuditQuery } from '@twl/contracts';
import { AuditLog, readPosition, writePosition } from '@twl/ports';
import type { Item } from '../table/action';
import { fillPage } from '../steps/lists/fill-page';
import { auditKey, auditTrack } from '../items/audit-items';
import { packsOf, type Hint } from '../items/index-pages';
import { walkPacks } from '../steps/lists/walk-index';
import { placeOf } from '../table/table';
import type { TableParts } from '../caches/table-parts';

const filters = ['action', 'target', 'who'] as const;
/** What was done by hand. */
export class DynamoAudit extends AuditLog {
  constructor(private readonly parts: TableParts) {
    super();
  }

  async append(entry: AuditEntry): Promise<void> {
    const { table, bodies } = this.parts;
    if (await table.get(auditKey(entry.id))) return;
    await table.write(packsOf(auditTrack, [{ time: Date.parse(entry.at), key: entry.id }]));
    await table.put({ ...auditKey(entry.id), ...(await bodies.store(entry)) }, { text: 'attribute_not_exists(#pk)' });
  }

  async get(id: string): Promise<AuditEntry | undefined> {
    return this.#read(await this.parts.table.get(auditKey(id)));
  }

  async list({ limit, after, ...query }: Omit<AuditQuery, 'cursor'> & { after?: string }) {
    const wanted = filters.map((name) => query[name]);
    const owner = ['audit', ...wanted];
    const from = after === undefined ? undefined : readPosition<[number, string]>(owner, after, [0, '']);
    const { items, next } = await fillPage(this.#hints(from), {
      limit,
      read: async (hints) => {
        const known = await this.parts.table.getMany(hints.map(({ key }) => auditKey(key)));
        const entries = hints.map(async ({ key, time }) => {
          const entry = await this.#read(known.get(placeOf(auditKey(key))));
          const isThere = entry !== undefined && Date.parse(entry.at) === time;
          return isThere && filters.every((name, i) => (wanted[i] ?? entry[name]) === entry[name]) ? entry : undefined;
        });
        return Promise.all(entries);
      },
    });
    return { items, next: next ? writePosition(owner, [next.time, next.key]) : null };
  }

  async *#hints(from: readonly [number, string] | undefined): AsyncGenerator<Hint, void> {
    const stretch = { from: -8e15, to: from?.[0] ?? 8e15, isDown: true };
    for await (const hint of walkPacks(this.parts.table, { pk: auditTrack, span: 0 }, stretch)) {
      if (!from || hint.time < from[0] || hint.key < from[1]) yield hint;
    }
  }

  async #read(item: Item | undefined): Promise<AuditEntry | undefined> {
    return item && this.parts.bodies.read<AuditEntry>(item);
  }
}
