import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { requireValue } from '@twl/ports';
import { isBusy, StorageError, translateError } from '../errors';
import { connect, connectToRead } from './connection';

/** How long a change waits for another process, and the pause between two attempts, ms. The thread is free meanwhile. */
const busyMs = 5000;
const retryMs = { least: 5, more: 20 };

/** How long a write may wait for others to share its commit, ms. No other process can write during that time. */
const shareMs = 150;

/**
 * The database file, which several processes may open: short transactions, prepared statements, typed errors.
 * Five methods run a transaction. A write locks other processes out; a read sees one state of the database.
 *
 * | method            | for                         | on the disk                                      | undone by           |
 * | ----------------- | --------------------------- | ------------------------------------------------ | ------------------- |
 * | `write`           | ordinary changes            | when it returns, with the open group             | nothing             |
 * | `writeGrouped`    | commits in quick succession | with the next `write` or `read`, or 150 ms later | a crash, as a group |
 * | `writeUnsynced`   | work that is repeated       | with the next `write`, or with the open group    | a power cut         |
 * | `read`            | lists                       | commits the open group first                     | -                   |
 * | `readUncommitted` | reads before `writeGrouped` | leaves the group open, and sees its writes       | -                   |
 */
export class Database {
  readonly #statements = new Map<string, StatementSync>();
  readonly #lists = new Map<string, StatementSync>();
  /** True while an action runs: its statements are part of its transaction. */
  #isActing = false;
  /** The open transaction of `writeGrouped`, and when it must be committed. */
  #group: { until: number; timer: NodeJS.Timeout } | undefined;

  private constructor(
    private readonly db: DatabaseSync,
    private readonly path: string,
  ) {}

  /** Opens the file, and creates or upgrades it where needed. @throws StorageError */
  static async open(path: string): Promise<Database> {
    return new Database(await connect(path), path);
  }

  /** Opens the file of another connection for reading. It sees writes once they are committed. @throws StorageError */
  static openToRead(path: string): Database {
    return new Database(connectToRead(path), path);
  }

  /** Returns a prepared statement whose rows are objects. */
  sql(text: string): StatementSync {
    return this.#prepare(this.#statements, text, false);
  }

  /** Returns one row, or undefined. */
  get<T>(text: string, ...values: SQLInputValue[]): T | undefined {
    this.flush();
    return this.sql(text).get(...values) as T | undefined;
  }

  /** Returns the row of a statement that always has one. @throws TypeError */
  requireRow<T>(text: string, ...values: SQLInputValue[]): T {
    return requireValue(this.get<T>(text, ...values), `row of ${text}`);
  }

  /** Returns every row. */
  all<T>(text: string, ...values: SQLInputValue[]): T[] {
    this.flush();
    return this.sql(text).all(...values) as T[];
  }

  /** Returns every row as an array of its columns, which costs half as much. */
  tuples<T extends unknown[]>(text: string, ...values: SQLInputValue[]): T[] {
    this.flush();
    return this.#prepare(this.#lists, text, true).all(...values) as unknown as T[];
  }

  /** Changes rows and returns how many. */
  run(text: string, ...values: SQLInputValue[]): number {
    this.flush();
    return Number(this.sql(text).run(...values).changes);
  }

  /** Runs `write`, and waits while another process holds the database, see {@link whenFree}. */
  change<T>(action: () => T): Promise<T> {
    return this.whenFree(() => this.write(action));
  }

  /**
   * Runs an action that may find the database locked by another process. Repeats it for a while, without blocking the thread. The first
   * attempt is synchronous.
   * @throws StorageError `STORAGE_BUSY` when the database stays locked for too long
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

  /**
   * Runs an action as one transaction, which is on the disk when this returns. No other process writes meanwhile.
   * @throws StorageError at once if another process writes
   */
  write<T>(action: () => T): T {
    if (this.#isActing) return action();
    if (!this.#group) return this.#transaction('BEGIN IMMEDIATE', action);
    const result = this.#runPart(action);
    this.flush();
    return result;
  }

  /**
   * Runs an action as part of a transaction that neighbours share: one commit for all of them, which at random keys is most of the cost. It
   * is on the disk with the next `write` or `read`, or a moment later. A crash before that undoes it together with everything this process
   * wrote after it.
   */
  writeGrouped<T>(action: () => T): T {
    if (this.#isActing) return action();
    if (this.#group && this.#group.until <= performance.now()) this.flush();
    this.#group ??= this.#openGroup();
    return this.#runPart(action);
  }

  /**
   * Runs an action as one transaction without a sync: a power cut may undo it, and nothing else. For work that is repeated anyway, such as
   * receiving a message. It is on the disk with the next ordinary write.
   */
  writeUnsynced<T>(action: () => T): T {
    if (this.#isActing) return action();
    if (this.#group) return this.#runPart(action);
    // Not prepared, because a pragma takes effect when it is compiled.
    this.db.exec('PRAGMA synchronous = NORMAL');
    try {
      return this.write(action);
    } finally {
      this.db.exec('PRAGMA synchronous = FULL');
    }
  }

  /** Reads one state of the database, unaffected by concurrent writes. All of it is on the disk. */
  read<T>(action: () => T): T {
    this.flush();
    return this.#transaction('BEGIN', action);
  }

  /**
   * Reads one state of the database, with grouped writes that are not on the disk yet. For reads that only lead to another `writeGrouped`.
   */
  readUncommitted<T>(action: () => T): T {
    return this.#group ? this.#runAction(action) : this.#transaction('BEGIN', action);
  }

  /** Commits the grouped writes, so that they are on the disk. */
  flush(): void {
    if (this.#isActing || !this.#endGroup()) return;
    this.#translateErrors(() => this.sql('COMMIT').run());
  }

  /** Makes room on a full disk: moves the log into the database and truncates it. Ignores errors. */
  shrink(): void {
    try {
      this.flush();
      this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // The next writer gets the error.
    }
  }

  /** Checks that the database can be written. @throws StorageError */
  check(): void {
    if (!existsSync(this.path)) throw new StorageError('STORAGE_MISSING', `database ${this.path}`);
    this.write(() => this.run('UPDATE meta SET checks = checks + 1'));
  }

  /** Lists what SQLite finds damaged when it reads everything. Does not change the file. */
  findDamage(): string[] {
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
    return this.#translateErrors(() => {
      this.sql(begin).run();
      const result = this.#runAction(action);
      this.sql('COMMIT').run();
      return result;
    });
  }

  /** Opens a transaction that several writes share. */
  #openGroup(): { until: number; timer: NodeJS.Timeout } {
    this.#translateErrors(() => this.sql('BEGIN IMMEDIATE').run());
    const timer = setTimeout(() => {
      try {
        this.flush();
      } catch {
        // A commit that fails undoes the whole transaction, and its work is repeated. The next write throws the error.
      }
    }, shareMs);
    return { until: performance.now() + shareMs, timer };
  }

  /** Runs one write within the shared transaction, as a whole or not at all. */
  #runPart<T>(action: () => T): T {
    let isDone = false;
    try {
      this.sql('SAVEPOINT part').run();
      const result = this.#runAction(action);
      this.sql('RELEASE part').run();
      isDone = true;
      return result;
    } catch (error) {
      throw translateError(error, `database ${this.path}`);
    } finally {
      if (!isDone) this.#rollBackPart();
    }
  }

  #rollBackPart(): void {
    if (this.db.isTransaction) this.db.exec('ROLLBACK TO part; RELEASE part');
    // A full disk, for example, ends the whole transaction.
    else this.#endGroup();
  }

  #endGroup(): boolean {
    if (!this.#group) return false;
    clearTimeout(this.#group.timer);
    this.#group = undefined;
    return true;
  }

  #runAction<T>(action: () => T): T {
    const before = this.#isActing;
    this.#isActing = true;
    try {
      return action();
    } finally {
      this.#isActing = before;
    }
  }

  #translateErrors<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      throw translateError(error, `database ${this.path}`);
    }
  }
}
