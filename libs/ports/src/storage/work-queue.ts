/** A message as received: `receives` counts this delivery, `receipt` is valid for this delivery only. */
export interface Delivery {
  id: string;
  body: unknown;
  receives: number;
  receipt: string;
}

/** How many messages wait, are being worked on, and were given up. Approximate on SQS. */
export interface QueueDepth {
  ready: number;
  inFlight: number;
  dead: number;
}

/** What a receive asks for. */
export interface ReceiveOptions {
  /** At most this many, 1 to 10. */
  max: number;
  /** How long an empty queue is waited on, ms. */
  waitMs: number;
  /** How long the messages are hidden from others, ms. */
  visibilityMs: number;
  signal?: AbortSignal;
}

/**
 * A queue with the semantics of an SQS standard queue: at least once, in no order, hidden while worked on, moved aside after
 * `maxReceives` deliveries without an ack. Bodies are JSON; who receives validates them.
 */
export abstract class WorkQueue {
  /** Deliveries after which a message is moved aside. */
  abstract readonly maxReceives: number;
  /** Sends all, or throws after having sent some: sending again is harmless. `delayMs` hides the messages at first. */
  abstract send(bodies: unknown[], options?: { delayMs?: number }): Promise<void>;
  /** Gives nothing when the wait is over or the signal is aborted. */
  abstract receive(options: ReceiveOptions): Promise<Delivery[]>;
  /** Done: the message is gone. A receipt that expired is no error. */
  abstract ack(receipt: string): Promise<void>;
  /** Not done: the message can be received again after `delayMs`. A receipt that expired is no error. */
  abstract release(receipt: string, delayMs: number): Promise<void>;
  /** Hides the message for `visibilityMs` from now on. */
  abstract extend(receipt: string, visibilityMs: number): Promise<void>;
  abstract depth(): Promise<QueueDepth>;
}

/** The queue of pages to be processed; bodies are `PageMessage`. */
export abstract class PageQueue extends WorkQueue {}

/** The queue of requests to run a source; bodies are `RunRequest`. */
export abstract class RequestQueue extends WorkQueue {}
