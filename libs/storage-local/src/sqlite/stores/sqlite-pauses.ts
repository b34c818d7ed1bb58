import type { SourcePause } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import { SourcePauses, toOrderText } from '@twl/ports';
import type { Database } from '../database';

/** Pauses of sources in the database. */
export class SqlitePauses extends SourcePauses {
  constructor(private readonly db: Database) {
    super();
  }

  async list(): Promise<SourcePause[]> {
    return this.db.all<{ body: string }>('SELECT body FROM pauses ORDER BY source').map(({ body }) => readJson<SourcePause>(body));
  }

  async get(source: string): Promise<SourcePause | undefined> {
    const row = this.db.get<{ body: string }>('SELECT body FROM pauses WHERE source = ?', toOrderText(source));
    return row && readJson<SourcePause>(row.body);
  }

  async pause(pause: SourcePause): Promise<boolean> {
    const insert = 'INSERT INTO pauses (source, body) VALUES (?, ?) ON CONFLICT DO NOTHING';
    return this.db.change(() => this.db.run(insert, toOrderText(pause.source), writeJson(pause)) > 0);
  }

  async resume(source: string): Promise<boolean> {
    return this.db.change(() => this.db.run('DELETE FROM pauses WHERE source = ?', toOrderText(source)) > 0);
  }
}
