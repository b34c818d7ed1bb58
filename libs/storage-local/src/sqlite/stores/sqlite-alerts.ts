import { readJson, writeJson } from '@twl/json';
import { AlertStore, toOrderText, type StoredAlert } from '@twl/ports';
import type { Database } from '../database';

interface AlertRow {
  revision: number;
  body: string;
}

/** The states of alerts in the database. */
export class SqliteAlerts extends AlertStore {
  constructor(private readonly db: Database) {
    super();
  }

  async list(): Promise<StoredAlert[]> {
    return this.db.all<AlertRow>('SELECT revision, body FROM alerts ORDER BY id').map(readAlert);
  }

  async get(id: string): Promise<StoredAlert | undefined> {
    const row = this.db.get<AlertRow>('SELECT revision, body FROM alerts WHERE id = ?', toOrderText(id));
    return row && readAlert(row);
  }

  async put(alert: StoredAlert): Promise<StoredAlert | undefined> {
    const { id, revision } = alert;
    const insert = 'INSERT INTO alerts (revision, body, id) VALUES (1, ?, ?) ON CONFLICT DO NOTHING';
    const update = 'UPDATE alerts SET revision = revision + 1, body = ? WHERE id = ? AND revision = ?';
    const values = [writeJson(alert), toOrderText(id)];
    const changed = await this.db.change(() =>
      revision === 0 ? this.db.run(insert, ...values) : this.db.run(update, ...values, revision),
    );
    return changed === 1 ? { ...alert, revision: revision + 1 } : undefined;
  }
}

const readAlert = ({ revision, body }: AlertRow): StoredAlert => ({ ...readJson<StoredAlert>(body), revision });
