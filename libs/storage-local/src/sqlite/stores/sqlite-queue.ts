import { type Clock, type Delivery, type QueueDepth, type ReceiveOptions, type PageQueue, type RequestQueue, WorkQueue } from '@twl/ports';
import { isOwnerDead } from '../../process/process-owner';
import { isBusy } from '../../errors';
import type { Database } from '../database';

/** Interval at which an empty queue is polled for messages of other processes, ms. */
const pollMs = 200;

interface Row {
  n: number;
  body: string;
  receives: number;
}

/**
 * Matches messages of a queue that can be received now. Parameters: queue, now, now. Messages that a fast clock has hidden are not hidden.
 */
const isReceivable = 'queue = ? AND dead = 0 AND (visible <= ? OR hidden_at > ?)';

/** Options of a queue in the database. */
export interface QueueOptions {
  db: Database;
  clock: Clock;
  name: string;
  maxReceives: number;
  /** Name of this process, by which others can tell that it is dead. */
  owner: string;
}

/** A queue in a table. A receipt is the number of the message and of its delivery. */
class SqliteQueue extends WorkQueue {
  readonly maxReceives: number;
  readonly #waiters = new Set<() => void>();

  constructor(private readonly options: QueueOptions) {
    super();
    this.maxReceives = options.maxReceives;
  }

  async send(bodies: unknown[], { delayMs = 0 }: { delayMs?: number } = {}): Promise<void> {
    const { db, name, clock } = this.options;
    const now = clock.now();
    const insert = 'INSERT INTO messages (queue, body, visible, hidden_at) VALUES (?, ?, ?, ?)';
    await db.change(() => bodies.forEach((body) => db.run(insert, name, JSON.stringify(body), now + delayMs, now)));
    this.#wake();
  }

  async receive(options: ReceiveOptions): Promise<Delivery[]> {
    const { clock } = this.options;
    const until = clock.monotonic() + options.waitMs;
    for (;;) {
      if (options.signal?.aborted) return [];
      const deliveries = this.#receiveIfFree(options);
      const remaining = until - clock.monotonic();
      if (deliveries.length > 0 || remaining <= 0) return deliveries;
      await this.#waitForChange(Math.min(remaining, pollMs), options.signal);
    }
  }

  async ack(receipt: string): Promise<void> {
    await this.#updateHeld('DELETE FROM messages', receipt);
  }

  async release(receipt: string, delayMs: number): Promise<void> {
    const now = this.options.clock.now();
    const change = 'UPDATE messages SET holder = NULL, visible = ?, hidden_at = ?, dead = (receives >= ?)';
    await this.#updateHeld(change, receipt, now + delayMs, now, this.maxReceives);
    this.#wake();
  }

  async extend(receipt: string, visibilityMs: number): Promise<void> {
    const now = this.options.clock.now();
    await this.#updateHeld('UPDATE messages SET visible = ?, hidden_at = ?, dead = 0', receipt, now + visibilityMs, now);
  }

  async depth(): Promise<QueueDepth> {
    const { db, clock, name } = this.options;
    const now = clock.now();
    const isHeld = 'NOT dead AND holder IS NOT NULL AND visible > ? AND hidden_at <= ?';
    const isDead = `(dead OR (receives >= ? AND NOT (${isHeld})))`;
    const counted = `SELECT count(*) AS total, total(${isHeld}) AS held, total(${isDead}) AS dead FROM messages WHERE queue = ?`;
    const { total, held, dead } = db.requireRow<{ total: number; held: number; dead: number }>(
      counted,
      now,
      now,
      this.maxReceives,
      now,
      now,
      name,
    );
    return { ready: total - held - dead, inFlight: held, dead };
  }

  override async waitingMs(): Promise<number | undefined> {
    const { db, clock, name } = this.options;
    const now = clock.now();
    const waiting = `SELECT min(visible) AS since FROM messages WHERE ${isReceivable} AND receives < ?`;
    const { since } = db.requireRow<{ since: number | null }>(waiting, name, now, now, this.maxReceives);
    return since === null ? undefined : Math.max(0, now - since);
  }

  /** Releases at once the messages of processes that are dead. */
  reclaim(): void {
    const { db, name, clock } = this.options;
    const holders = 'SELECT DISTINCT holder FROM messages WHERE queue = ? AND holder IS NOT NULL AND visible > ?';
    for (const { holder } of db.all<{ holder: string }>(holders, name, clock.now())) {
      if (!isOwnerDead(holder)) continue;
      db.run('UPDATE messages SET visible = ?, holder = NULL WHERE queue = ? AND holder = ?', clock.now(), name, holder);
    }
  }

  /** While another process holds the database, nothing can be received; the queue is polled again in a moment. */
  #receiveIfFree(options: ReceiveOptions): Delivery[] {
    try {
      return this.#receiveNow(options);
    } catch (error) {
      if (isBusy(error)) return [];
      throw error;
    }
  }

  #receiveNow({ max, visibilityMs }: ReceiveOptions): Delivery[] {
    const { db, clock, name, owner } = this.options;
    const now = clock.now();
    // Reads first, so that an idle queue does not write.
    const isThere = `SELECT 1 FROM messages WHERE ${isReceivable} LIMIT 1`;
    if (!db.readUncommitted(() => db.get(isThere, name, now, now))) return [];
    const rows = db.writeUnsynced(() => {
      db.run(`UPDATE messages SET dead = 1 WHERE ${isReceivable} AND receives >= ?`, name, now, now, this.maxReceives);
      const next = `SELECT n FROM messages WHERE ${isReceivable} ORDER BY visible, n LIMIT ?`;
      const hidden = 'receives = receives + 1, visible = ?, hidden_at = ?, holder = ?';
      const hide = `UPDATE messages SET ${hidden} WHERE n IN (${next}) RETURNING n, body, receives`;
      return db.all<Row>(hide, now + visibilityMs, now, owner, name, now, now, max);
    });
    return rows.map(({ n, body, receives }) => ({ id: `${n}`, body: JSON.parse(body), receives, receipt: `${n}.${receives}` }));
  }

  /** Changes the message of a receipt, unless the message was delivered again since. */
  async #updateHeld(change: string, receipt: string, ...values: number[]): Promise<void> {
    const { db, name } = this.options;
    const [, n, receives] = /^(\d{1,15})\.(\d{1,15})$/.exec(receipt) ?? [];
    if (n === undefined || receives === undefined) return;
    const isHeld = 'n = ? AND receives = ? AND queue = ? AND holder IS NOT NULL';
    await db.whenFree(() => db.writeUnsynced(() => db.run(`${change} WHERE ${isHeld}`, ...values, Number(n), Number(receives), name)));
  }

  #wake(): void {
    for (const wake of this.#waiters) wake();
  }

  async #waitForChange(ms: number, signal?: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const wake = () => stop.abort();
    this.#waiters.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    await this.options.clock.sleep(ms, stop.signal).catch(() => undefined);
    signal?.removeEventListener('abort', wake);
    this.#waiters.delete(wake);
  }
}

/** Returns a queue in the database, and a function that releases messages of dead workers. */
export const sqliteQueue = (options: QueueOptions): PageQueue & RequestQueue & { reclaim(): void } => new SqliteQueue(options);
