import type { AuditEntry, AuditQuery } from '@twl/contracts';
import { AuditLog, readPosition, writePosition } from '@twl/ports';
import type { TableAccess } from '../caches/parts';
import { auditIndexPk, auditKey } from '../items/audit-items';
import { indexPagesOf, type IndexEntry } from '../items/index-pages';
import { fillPage } from '../steps/lists/fill-page';
import { walkIndex } from '../steps/lists/walk-index';
import type { TableItem } from '../table/action';
import { keyText } from '../table/table';

const filters = ['action', 'target', 'who'] as const;
/** The audit log in the table. */
export class DynamoAudit extends AuditLog {
  constructor(private readonly parts: TableAccess) {
    super();
  }

  async append(entry: AuditEntry): Promise<void> {
    const { table, bodies } = this.parts;
    if (await table.get(auditKey(entry.id))) return;
    await table.write(indexPagesOf(auditIndexPk, [{ time: Date.parse(entry.at), key: entry.id }]));
    await table.put({ ...auditKey(entry.id), ...(await bodies.store(entry)) }, { text: 'attribute_not_exists(#pk)' });
  }

  async get(id: string): Promise<AuditEntry | undefined> {
    return this.#read(await this.parts.table.get(auditKey(id)));
  }

  async list({ limit, after, ...query }: Omit<AuditQuery, 'cursor'> & { after?: string }) {
    const wanted = filters.map((name) => query[name]);
    const owner = ['audit', ...wanted];
    const from = after === undefined ? undefined : readPosition<[number, string]>(owner, after, [0, '']);
    const { items, next } = await fillPage(this.#entries(from), {
      limit,
      read: async (steps) => {
        const known = await this.parts.table.getMany(steps.map(({ key }) => auditKey(key)));
        const entries = steps.map(async ({ key, time }) => {
          const entry = await this.#read(known.get(keyText(auditKey(key))));
          const isThere = entry !== undefined && Date.parse(entry.at) === time;
          return isThere && filters.every((name, i) => (wanted[i] ?? entry[name]) === entry[name]) ? entry : undefined;
        });
        return Promise.all(entries);
      },
    });
    return { items, next: next ? writePosition(owner, [next.time, next.key]) : null };
  }

  async *#entries(from: readonly [number, string] | undefined): AsyncGenerator<IndexEntry, void> {
    const stretch = { from: -8e15, to: from?.[0] ?? 8e15, isDown: true };
    for await (const entry of walkIndex(this.parts.table, { pk: auditIndexPk, span: 0 }, stretch)) {
      if (!from || entry.time < from[0] || entry.key < from[1]) yield entry;
    }
  }

  async #read(item: TableItem | undefined): Promise<AuditEntry | undefined> {
    return item && this.parts.bodies.read<AuditEntry>(item);
  }
}
