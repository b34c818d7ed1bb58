/** A received message: `receives` includes this delivery, `receipt` is valid for this delivery only. */
export interface Delivery {
  id: string;
  body: unknown;
  receives: number;
  receipt: string;
}

/** Numbers of messages that wait, are in work, and are dead letters. Approximate on SQS. */
export interface QueueDepth {
  ready: number;
  inFlight: number;
  dead: number;
}

/** Options of a receive. */
export interface ReceiveOptions {
  /** Maximum number of messages, 1 to 10. */
  max: number;
  /** How long to wait on an empty queue, ms. */
  waitMs: number;
  /** How long the messages are hidden from other consumers, ms. */
  visibilityMs: number;
  signal?: AbortSignal;
}

/**
 * A queue with the semantics of an SQS standard queue: at least once, in no order, hidden while in work, a dead letter after
 * `maxReceives` deliveries without an ack. Bodies are JSON; the consumer validates them.
 */
export abstract class WorkQueue {
  /** Number of deliveries after which a message becomes a dead letter. */
  abstract readonly maxReceives: number;
  /** Sends all messages; may send only some before it throws: sending again is harmless. `delayMs` hides the messages at first. */
  abstract send(bodies: unknown[], options?: { delayMs?: number }): Promise<void>;
  /** Receives messages; empty if the wait is over or the signal aborts. */
  abstract receive(options: ReceiveOptions): Promise<Delivery[]>;
  /** Deletes the message, because the work is done. An expired receipt is no error. */
  abstract ack(receipt: string): Promise<void>;
  /** Makes the message available again after `delayMs`. An expired receipt is no error. */
  abstract release(receipt: string, delayMs: number): Promise<void>;
  /** Hides the message for `visibilityMs` from now on. */
  abstract extend(receipt: string, visibilityMs: number): Promise<void>;
  abstract depth(): Promise<QueueDepth>;
  /** How long a message has waited at most, ms, since it could be received; undefined where none waits, or the queue cannot say. */
  async waitingMs(): Promise<number | undefined> {
    return undefined;
  }
}

/** The queue of pages to apply; bodies are `PageMessage`. */
export abstract class PageQueue extends WorkQueue {}

/** The queue of requests to run a source; bodies are `RunRequest`. */
export abstract class RequestQueue extends WorkQueue {}
