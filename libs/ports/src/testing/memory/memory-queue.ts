import type { Clock } from '../../clock';
import {
  type PageQueue,
  type RequestQueue,
  WorkQueue,
  type Delivery,
  type QueueDepth,
  type ReceiveOptions,
} from '../../storage/work-queue';

interface Message {
  id: string;
  text: string;
  receives: number;
  visibleAt: number;
  receipt: string | null;
}

/** The rules of a queue in memory. */
class MemoryQueue extends WorkQueue {
  readonly #messages = new Map<string, Message>();
  readonly #waiters = new Set<() => void>();
  #number = 0;

  constructor(
    private readonly clock: Clock,
    readonly maxReceives: number,
  ) {
    super();
  }

  async send(bodies: unknown[], { delayMs = 0 }: { delayMs?: number } = {}): Promise<void> {
    for (const body of bodies) {
      const id = `message-${++this.#number}`;
      const visibleAt = this.clock.monotonic() + delayMs;
      this.#messages.set(id, { id, text: JSON.stringify(body), receives: 0, visibleAt, receipt: null });
    }
    for (const wake of this.#waiters) wake();
  }

  async receive(options: ReceiveOptions): Promise<Delivery[]> {
    const until = this.clock.monotonic() + options.waitMs;
    for (;;) {
      if (options.signal?.aborted) return [];
      const deliveries = this.#take(options);
      const remaining = until - this.clock.monotonic();
      if (deliveries.length > 0 || remaining <= 0) return deliveries;
      await this.#change(remaining, options.signal);
    }
  }

  override async waitingMs(): Promise<number | undefined> {
    const now = this.clock.monotonic();
    const waiting = [...this.#messages.values()].filter(
      ({ visibleAt, receives, receipt }) =>
        visibleAt <= now && (receipt === null || receives < this.maxReceives) && receives < this.maxReceives,
    );
    return waiting.length === 0 ? undefined : now - Math.min(...waiting.map(({ visibleAt }) => visibleAt));
  }

  async ack(receipt: string): Promise<void> {
    const message = this.#held(receipt);
    if (message) this.#messages.delete(message.id);
  }

  async release(receipt: string, delayMs: number): Promise<void> {
    const message = this.#held(receipt);
    if (message) Object.assign(message, { receipt: null, visibleAt: this.clock.monotonic() + delayMs });
    for (const wake of this.#waiters) wake();
  }

  async extend(receipt: string, visibilityMs: number): Promise<void> {
    const message = this.#held(receipt);
    if (message) message.visibleAt = this.clock.monotonic() + visibilityMs;
  }

  async depth(): Promise<QueueDepth> {
    const depth = { ready: 0, inFlight: 0, dead: 0 };
    for (const message of this.#messages.values()) depth[this.#statusOf(message)] += 1;
    return depth;
  }

  #statusOf({ receipt, visibleAt, receives }: Message): keyof QueueDepth {
    if (receipt && visibleAt > this.clock.monotonic()) return 'inFlight';
    return receives >= this.maxReceives ? 'dead' : 'ready';
  }

  /** The message that a receipt still holds; none once its time is over. */
  #held(receipt: string): Message | undefined {
    return [...this.#messages.values()].find((message) => message.receipt === receipt && message.visibleAt > this.clock.monotonic());
  }

  #take({ max, visibilityMs }: ReceiveOptions): Delivery[] {
    const now = this.clock.monotonic();
    const ready = [...this.#messages.values()].filter((message) => message.visibleAt <= now && message.receives < this.maxReceives);
    return ready.slice(0, max).map((message) => {
      message.receives += 1;
      message.visibleAt = now + visibilityMs;
      message.receipt = `${message.id}#${message.receives}`;
      return { id: message.id, body: JSON.parse(message.text), receives: message.receives, receipt: message.receipt };
    });
  }

  /** Waits until a message comes, or until one of those that are hidden may have come back. */
  async #change(ms: number, signal?: AbortSignal): Promise<void> {
    const now = this.clock.monotonic();
    const hidden = [...this.#messages.values()].map(({ visibleAt }) => visibleAt - now).filter((wait) => wait > 0);
    const stop = new AbortController();
    const wake = () => stop.abort();
    this.#waiters.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
    await this.clock.sleep(Math.min(ms, ...hidden), stop.signal).catch(() => undefined);
    signal?.removeEventListener('abort', wake);
    this.#waiters.delete(wake);
  }
}

/** The queue of pages in memory. */
export const memoryPageQueue = (clock: Clock, maxReceives: number): PageQueue => new MemoryQueue(clock, maxReceives);

/** The queue of requests in memory. */
export const memoryRequestQueue = (clock: Clock, maxReceives: number): RequestQueue => new MemoryQueue(clock, maxReceives);
