import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { requireValue } from '@twl/ports';
import { isBusy, StorageError, translate } from '../errors';
import { connect, connectToRead } from './connection';

/** How long a change waits for another process, and how long between two tries, ms. The thread is free meanwhile. */
const busyMs = 5000;
const retryMs = { least: 5, more: 20 };

/** How long a write may wait for others to share its commit, ms: so long no other process can write. */
const shareMs = 150;

/** The database file, opened by one process among several: short transactions, prepared statements, typed errors. */
export class Database {
  readonly #statements = new Map<string, StatementSync>();
  readonly #lists = new Map<string, StatementSync>();
  /** An action is running: what it does is part of its transaction. */
  #isActing = false;
  /** A transaction of `writeSoon` that is not on the disk yet, and until when it may stay so. */
  #shared: { until: number; timer: NodeJS.Timeout } | undefined;

  private constructor(
    private readonly db: DatabaseSync,
    private readonly path: string,
  ) {}

  /** Opens the file, and makes or renews it where needed. @throws StorageError */
  static async open(path: string): Promise<Database> {
    return new Database(await connect(path), path);
  }

  /** Opens the file of another connection to read it; whatever is written there is seen once it is committed. @throws StorageError */
  static openToRead(path: string): Database {
    return new Database(connectToRead(path), path);
  }

  /** A prepared statement that gives rows as objects. */
  sql(text: string): StatementSync {
    return this.#prepare(this.#statements, text, false);
  }

  /** One row, or undefined. */
  get<T>(text: string, ...values: SQLInputValue[]): T | undefined {
    this.flush();
    return this.sql(text).get(...values) as T | undefined;
  }

  /** The row of a statement that always has one. @throws TypeError */
  requireRow<T>(text: string, ...values: SQLInputValue[]): T {
    return requireValue(this.get<T>(text, ...values), `row of ${text}`);
  }

  /** Every row. */
  all<T>(text: string, ...values: SQLInputValue[]): T[] {
    this.flush();
    return this.sql(text).all(...values) as T[];
  }

  /** Every row as an array of its columns, which costs half as much. */
  tuples<T extends unknown[]>(text: string, ...values: SQLInputValue[]): T[] {
    this.flush();
    return this.#prepare(this.#lists, text, true).all(...values) as unknown as T[];
  }

  /** Changes rows, and says how many. */
  run(text: string, ...values: SQLInputValue[]): number {
    this.flush();
    return Number(this.sql(text).run(...values).changes);
  }

  /** As `write`, and waits while another process holds the database, as {@link whenFree} does. */
  change<T>(action: () => T): Promise<T> {
    return this.whenFree(() => this.write(action));
  }

  /**
   * Does something that may find the database held by another process: again and again, for a while, without holding up this thread meanwhile. The
   * first time is now, not later. @throws StorageError `STORAGE_BUSY` when it is held for too long
   */
  async whenFree<T>(action: () => T): Promise<T> {
    const until = performance.now() + busyMs;
    for (;;) {
      try {
        return action();
      } catch (error) {
        if (!isBusy(error) || performance.now() >= until) throw error;
        await sleep(retryMs.least + Math.random() * retryMs.more);
      }
    }
  }

  /** Does all of an action or nothing, and it is on the disk; no other process writes meanwhile. @throws StorageError at once where one does */
  write<T>(action: () => T): T {
    if (this.#isActing) return action();
    if (!this.#shared) return this.#transaction('BEGIN IMMEDIATE', action);
    const result = this.#part(action);
    this.flush();
    return result;
  }

  /**
   * As `write`, but it is on the disk only with the next `write` or `read`, or a moment later: neighbours share one commit, which at random
   * keys is most of what they cost. A crash before that takes it back together with all that this process wrote after it.
   */
  writeSoon<T>(action: () => T): T {
    if (this.#isActing) return action();
    if (this.#shared && this.#shared.until <= performance.now()) this.flush();
    this.#shared ??= this.#share();
    return this.#part(action);
  }

  /**
   * As `write`, but a power cut may take it back, with nothing else: for what is done again by itself then, such as receiving a message.
   * It is on the disk with the next ordinary write.
   */
  writeLazily<T>(action: () => T): T {
    if (this.#isActing) return action();
    if (this.#shared) return this.#part(action);
    // Not prepared: it takes effect when it is compiled.
    this.db.exec('PRAGMA synchronous = NORMAL');
    try {
      return this.write(action);
    } finally {
      this.db.exec('PRAGMA synchronous = FULL');
    }
  }

  /** Reads one state of the database, whatever others write meanwhile; all of it is on the disk. */
  read<T>(action: () => T): T {
    this.flush();
    return this.#transaction('BEGIN', action);
  }

  /** Reads one state of the database, with what `writeSoon` did that is not on the disk yet: for what only leads to another `writeSoon`. */
  peek<T>(action: () => T): T {
    return this.#shared ? this.#acting(action) : this.#transaction('BEGIN', action);
  }

  /** Brings on the disk what `writeSoon` did. */
  flush(): void {
    if (this.#isActing || !this.#endShared()) return;
    this.#translated(() => this.sql('COMMIT').run());
  }

  /** Makes room on a full disk: what the log holds goes into the database, and the log becomes short. Quiet where even that cannot be done. */
  shrink(): void {
    try {
      this.flush();
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Who writes next is told what is wrong.
    }
  }

  /** Whether it can be written; throws what is wrong. */
  check(): void {
    if (!existsSync(this.path)) throw new StorageError('STORAGE_MISSING', `database ${this.path}`);
    this.write(() => this.run('UPDATE meta SET checks = checks + 1'));
  }

  /** What SQLite finds damaged when it reads everything; the file is not changed. */
  damage(): string[] {
    const findings = this.all<{ integrity_check: string }>('PRAGMA integrity_check(100)').map((row) => row.integrity_check);
    const strays = this.all<{ table: string; parent: string }>('PRAGMA foreign_key_check');
    return [
      ...findings.filter((text) => text !== 'ok'),
      ...strays.map(({ table, parent }) => `a row of ${table} points at no row of ${parent}`),
    ];
  }

  close(): void {
    if (!this.db.isOpen) return;
    this.flush();
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
    if (this.#isActing) return action();
    return this.#translated(() => {
      this.sql(begin).run();
      const result = this.#acting(action);
      this.sql('COMMIT').run();
      return result;
    });
  }

  /** Opens a transaction that several writes share. */
  #share(): { until: number; timer: NodeJS.Timeout } {
    this.#translated(() => this.sql('BEGIN IMMEDIATE').run());
    const timer = setTimeout(() => {
      try {
        this.flush();
      } catch {
        // What cannot be kept is taken back as a whole, and done again by itself: the next write says what is wrong.
      }
    }, shareMs);
    return { until: performance.now() + shareMs, timer };
  }

  /** One write among those that share a transaction: all of it or nothing. */
  #part<T>(action: () => T): T {
    let isDone = false;
    try {
      this.sql('SAVEPOINT part').run();
      const result = this.#acting(action);
      this.sql('RELEASE part').run();
      isDone = true;
      return result;
    } catch (error) {
      throw translate(error, `database ${this.path}`);
    } finally {
      if (!isDone) this.#takeBack();
    }
  }

  #takeBack(): void {
    if (this.db.isTransaction) this.db.exec('ROLLBACK TO part; RELEASE part');
    // A full disk, for one, ends the whole transaction.
    else this.#endShared();
  }

  #endShared(): boolean {
    if (!this.#shared) return false;
    clearTimeout(this.#shared.timer);
    this.#shared = undefined;
    return true;
  }

  #acting<T>(action: () => T): T {
    const before = this.#isActing;
    this.#isActing = true;
    try {
      return action();
    } finally {
      this.#isActing = before;
    }
  }

  #translated<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw translate(error, `database ${this.path}`);
    }
  }
}
