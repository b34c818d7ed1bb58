import type { AuditEntry, AuditQuery } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import { AuditLog, fromOrderText, readPosition, toOrderText, writePosition } from '@twl/ports';
import type { Database } from '../database';

interface AuditRow {
  at: number;
  id: string;
  body: string;
}

const filters = ['action', 'target', 'who'] as const;
const matchesFilters = filters.map((name) => `${name} = coalesce(?, ${name})`).join(' AND ');

/** The audit log in the database. */
export class SqliteAudit extends AuditLog {
  constructor(private readonly db: Database) {
    super();
  }

  async append(entry: AuditEntry): Promise<void> {
    const { id, at, action, target, who } = entry;
    const names = [id, action, target, who].map(toOrderText);
    const insert = 'INSERT INTO audit (id, action, target, who, at, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
    await this.db.change(() => this.db.run(insert, ...names, Date.parse(at), writeJson(entry)));
  }

  async get(id: string): Promise<AuditEntry | undefined> {
    const row = this.db.get<AuditRow>('SELECT at, id, body FROM audit WHERE id = ?', toOrderText(id));
    return row && readJson<AuditEntry>(row.body);
  }

  async list({ limit, after, ...query }: Omit<AuditQuery, 'cursor'> & { after?: string }) {
    const wanted = filters.map((name) => query[name]);
    const owner = ['audit', ...wanted];
    const start: [number, string] = [Number.MAX_SAFE_INTEGER, ''];
    const [at, id] = after === undefined ? start : readPosition<[number, string]>(owner, after, start);
    const values = wanted.map((value) => (value === undefined ? null : toOrderText(value)));
    const text = `SELECT at, id, body FROM audit WHERE (at, id) < (?, ?) AND ${matchesFilters} ORDER BY at DESC, id DESC LIMIT ?`;
    const rows = this.db.all<AuditRow>(text, at, toOrderText(id), ...values, limit + 1);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const next = last && rows.length > limit ? writePosition(owner, [last.at, fromOrderText(last.id)]) : null;
    return { items: shown.map(({ body }) => readJson<AuditEntry>(body)), next };
  }
}
