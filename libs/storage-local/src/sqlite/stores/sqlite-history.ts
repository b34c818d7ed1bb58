import { DatabaseSync } from 'node:sqlite';
import { rmSync } from 'node:fs';
import { maxRunEvents, type HistoryEvent } from '@twl/contracts';
import { historyDays, RunHistory, type Clock, type Log } from '@twl/ports';

const dayMs = 86_400_000;

/** Events of all runs that are kept at most; the oldest are dropped. */
const maxEvents = 200_000;

/** How often what is too old or too much is removed, in calls of `append`. */
const sweepEvery = 500;

const tables = `
  PRAGMA busy_timeout = 2000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS events (n INTEGER PRIMARY KEY, run TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS events_run ON events (run, at, n);
`;

/**
 * Events of runs in a database of their own: what people look at must not hold up what the pipeline stores, and can be deleted without harm. If it
 * cannot be used, runs have no history, and the log says so once.
 */
export class SqliteHistory extends RunHistory {
  private db: DatabaseSync | undefined;
  private appends = 0;
  private hasFailed = false;

  constructor(private readonly options: { path: string; clock: Clock; log?: Log | undefined }) {
    super();
  }

  async append(runId: string, events: readonly HistoryEvent[]): Promise<void> {
    if (events.length === 0) return;
    this.tryWith((db) => {
      const { known } = db.prepare('SELECT count(*) AS known FROM events WHERE run = ?').get(runId) as { known: number };
      const insert = db.prepare('INSERT INTO events (run, at, body) VALUES (?, ?, ?)');
      db.exec('BEGIN IMMEDIATE');
      try {
        for (const event of events.slice(0, Math.max(0, maxRunEvents - known)))
          insert.run(runId, Date.parse(event.at), JSON.stringify(event));
        if (this.appends++ % sweepEvery === 0) this.sweep(db);
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  async read(runId: string): Promise<HistoryEvent[]> {
    const rows = this.tryWith((db) => db.prepare('SELECT body FROM events WHERE run = ? ORDER BY at, n').all(runId));
    return (rows ?? []).map(({ body }) => JSON.parse(String(body)) as HistoryEvent);
  }

  close(): void {
    this.db?.close();
    this.db = undefined;
  }

  private sweep(db: DatabaseSync): void {
    db.prepare('DELETE FROM events WHERE at < ?').run(this.options.clock.now() - historyDays * dayMs);
    db.prepare('DELETE FROM events WHERE n <= (SELECT max(n) FROM events) - ?').run(maxEvents);
  }

  private tryWith<T>(work: (db: DatabaseSync) => T): T | undefined {
    try {
      return work((this.db ??= this.open()));
    } catch (error) {
      if (!this.hasFailed) this.options.log?.error('history.failed', error);
      this.hasFailed = true;
      return undefined;
    }
  }

  /** A damaged file is replaced: it holds nothing that is needed. */
  private open(): DatabaseSync {
    const { path } = this.options;
    try {
      return connect(path);
    } catch (error) {
      if (!/malformed|not a database/.test(String(error))) throw error;
      for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
      return connect(path);
    }
  }
}

const connect = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path);
  try {
    db.exec(tables);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};
