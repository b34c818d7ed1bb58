import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { StorageError, translate } from '../errors';
import { migrate } from './schema';

/**
 * FULL: a commit is on the disk before it is acknowledged, so that a power cut takes back nothing that was. With NORMAL it could take
 * back the last commits, while the messages they acknowledged are gone from the queue and the user was told that the run succeeded.
 * Its price, one sync per commit, is small because a commit holds a whole chunk of records.
 * `fullfsync` matters on macOS, where a sync alone stops at the drive's own memory.
 * The size of a page is set when the file is made; one that is there keeps its own. Large pages are fewer to write and to look after: at
 * random keys the statements of a first load cost a quarter less than with 4 KB.
 */
const settings = `
  PRAGMA page_size = 16384;
  PRAGMA busy_timeout = 15000;
  PRAGMA synchronous = FULL;
  PRAGMA fullfsync = ON;
  PRAGMA cache_size = -32768;
  PRAGMA journal_size_limit = 67108864;
`;

/** A long WAL before a checkpoint writes a page of an index once that many commits changed: a third less work at random keys. Bytes. */
const walBytes = 48 * 2 ** 20;

/** The database file, opened by one process among several: short transactions, prepared statements, typed errors. */
export class Database {
  readonly #statements = new Map<string, StatementSync>();
  readonly #lists = new Map<string, StatementSync>();
  #isInTransaction = false;

  private constructor(
    private readonly db: DatabaseSync,
    private readonly path: string,
  ) {}

  /** Opens the file, and makes or renews it where needed. @throws StorageError */
  static async open(path: string): Promise<Database> {
    let db: DatabaseSync | undefined;
    try {
      db = new DatabaseSync(path);
      db.exec(settings);
      await useWal(db);
      boundWal(db);
      migrate(db, path);
      return new Database(db, path);
    } catch (error) {
      db?.close();
      throw translate(error, `database ${path}`);
    }
  }

  /** A prepared statement that gives rows as objects. */
  sql(text: string): StatementSync {
    return this.#prepare(this.#statements, text, false);
  }

  /** One row, or undefined. */
  get<T>(text: string, ...values: SQLInputValue[]): T | undefined {
    return this.sql(text).get(...values) as T | undefined;
  }

  /** Every row. */
  all<T>(text: string, ...values: SQLInputValue[]): T[] {
    return this.sql(text).all(...values) as T[];
  }

  /** Every row as an array of its columns, which costs half as much. */
  tuples<T extends unknown[]>(text: string, ...values: SQLInputValue[]): T[] {
    return this.#prepare(this.#lists, text, true).all(...values) as unknown as T[];
  }

  /** Changes rows, and says how many. */
  run(text: string, ...values: SQLInputValue[]): number {
    return Number(this.sql(text).run(...values).changes);
  }

  /** Does all of an action or nothing; no other process writes meanwhile. */
  write<T>(action: () => T): T {
    return this.#transaction('BEGIN IMMEDIATE', action);
  }

  /**
   * As `write`, but a power cut may take it back, with nothing else: for what is done again by itself then, such as receiving a message.
   * It is on the disk with the next ordinary write.
   */
  writeLazily<T>(action: () => T): T {
    if (this.#isInTransaction) return action();
    // Not prepared: it takes effect when it is compiled.
    this.db.exec('PRAGMA synchronous = NORMAL');
    try {
      return this.write(action);
    } finally {
      this.db.exec('PRAGMA synchronous = FULL');
    }
  }

  /** Reads one state of the database, whatever others write meanwhile. */
  read<T>(action: () => T): T {
    return this.#transaction('BEGIN', action);
  }

  /** Whether it can be written; throws what is wrong. */
  check(): void {
    if (!existsSync(this.path)) throw new StorageError('STORAGE_MISSING', `database ${this.path}`);
    this.write(() => this.run('UPDATE meta SET checks = checks + 1'));
  }

  close(): void {
    this.db.close();
  }

  #prepare(kept: Map<string, StatementSync>, text: string, asArrays: boolean): StatementSync {
    let statement = kept.get(text);
    if (!statement) {
      statement = this.db.prepare(text);
      statement.setReturnArrays(asArrays);
      kept.set(text, statement);
    }
    return statement;
  }

  #transaction<T>(begin: string, action: () => T): T {
    if (this.#isInTransaction) return action();
    try {
      this.sql(begin).run();
      this.#isInTransaction = true;
      const result = action();
      this.sql('COMMIT').run();
      return result;
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw translate(error, `database ${this.path}`);
    } finally {
      this.#isInTransaction = false;
    }
  }
}

/** The bound is one of pages, and older files have smaller ones. */
const boundWal = (db: DatabaseSync): void => {
  const pageSize = Number(db.prepare('PRAGMA page_size').get()?.['page_size']);
  db.exec(`PRAGMA wal_autocheckpoint = ${Math.ceil(walBytes / pageSize)}`);
};

/** Several processes may open a new file at once; changing its journal is the one step that does not wait for the others by itself. */
const useWal = async (db: DatabaseSync): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      const translation = translate(error, 'database');
      const isBusy = translation instanceof StorageError && translation.code === 'STORAGE_BUSY';
      if (!isBusy || attempt === 100) throw error;
      await setTimeout(50);
    }
  }
};
