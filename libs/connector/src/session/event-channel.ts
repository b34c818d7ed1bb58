import type { ReadEvent } from '@twl/ports';

/** Receives the events of a read. */
export interface EventSink {
  /** Resolves when the event has been dealt with. */
  emit(event: ReadEvent): Promise<void>;
}

/** For reads of which only the records count. */
export const noEvents: EventSink = { async emit() {} };

/** Passes events from many workers to one consumer; a worker continues when the consumer has processed its event. */
export class EventChannel implements EventSink {
  private readonly waiting: { event: ReadEvent; done: () => void }[] = [];
  private wake: (() => void) | undefined;
  private closed = false;

  /** Resolves when the consumer has requested the next event. */
  emit(event: ReadEvent): Promise<void> {
    if (this.closed) return Promise.reject(new Error('the read is over'));
    return new Promise((done) => {
      this.waiting.push({ event, done });
      this.wake?.();
    });
  }

  /** Yields the events until `work` is settled. Rejects as `work` does. */
  async *events(work: Promise<void>): AsyncGenerator<ReadEvent, void> {
    let settled = false;
    const end = work.finally(() => {
      settled = true;
      this.wake?.();
    });
    end.catch(() => {});
    try {
      for (;;) {
        const next = this.waiting.shift();
        if (next) {
          yield next.event;
          next.done();
        } else if (settled) break;
        else await new Promise<void>((resolve) => (this.wake = resolve));
      }
      await end;
    } finally {
      this.closed = true;
      for (const { done } of this.waiting.splice(0)) done();
    }
  }
}
