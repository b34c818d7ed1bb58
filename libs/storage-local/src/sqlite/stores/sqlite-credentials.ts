import { readJson, writeJson } from '@twl/json';
import { CredentialStore, toOrderText, type Clock, type Credential } from '@twl/ports';
import type { Database } from '../database';

interface CredentialRow {
  body: string;
  used: number | null;
  revoked: number | null;
}

const columns = 'body, used, revoked';

const timeIn = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const readRow = ({ body, used, revoked }: CredentialRow): Credential => ({
  ...readJson<Credential>(body),
  lastUsedAt: timeIn(used),
  revokedAt: timeIn(revoked),
});

const toMs = (at: string | null): number | null => (at === null ? null : Date.parse(at));

/** API keys and sessions in the database. */
export class SqliteCredentials extends CredentialStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Pick<Clock, 'now'>,
  ) {
    super();
  }

  async add(credential: Credential): Promise<void> {
    const { id, kind, createdAt, expiresAt, lastUsedAt, revokedAt } = credential;
    const insert = 'INSERT INTO credentials (id, kind, created, expires, used, revoked, body) VALUES (?, ?, ?, ?, ?, ?, ?)';
    const values = [toOrderText(id), kind, Date.parse(createdAt), toMs(expiresAt), toMs(lastUsedAt), toMs(revokedAt)];
    await this.db.change(() => {
      this.db.run(`DELETE FROM credentials WHERE kind = 'session' AND expires < ?`, this.clock.now());
      this.db.run(insert, ...values, writeJson(credential));
    });
  }

  async get(id: string): Promise<Credential | undefined> {
    const row = this.db.get<CredentialRow>(`SELECT ${columns} FROM credentials WHERE id = ?`, toOrderText(id));
    return row && readRow(row);
  }

  async listKeys(): Promise<Credential[]> {
    return this.db.all<CredentialRow>(`SELECT ${columns} FROM credentials WHERE kind = 'key' ORDER BY created DESC, id DESC`).map(readRow);
  }

  async touch(id: string, at: string): Promise<void> {
    const update = 'UPDATE credentials SET used = ?1 WHERE id = ?2 AND coalesce(used, 0) < ?1';
    // Which minute it was used in is not worth a sync of the disk.
    await this.db.whenFree(() => this.db.writeUnsynced(() => this.db.run(update, Date.parse(at), toOrderText(id))));
  }

  async revoke(id: string, at: string): Promise<Credential | undefined> {
    const update = 'UPDATE credentials SET revoked = coalesce(revoked, ?) WHERE id = ?';
    await this.db.change(() => this.db.run(update, Date.parse(at), toOrderText(id)));
    return this.get(id);
  }
}
