import type { Clock, Payload, ReadEvent, ReadOptions } from '@twl/ports';
import { ReadDeferredError } from '../component/connector-errors';

type Previous = ReturnType<ReadOptions['previous']>;

/** One read of one stream: its budget, its abort signal, and the way events are handed out. */
export class ReadSession {
  private readonly deadline: number;

  constructor(
    private readonly options: Pick<ReadOptions, 'budgetMs' | 'previous'> & { signal: AbortSignal },
    private readonly clock: Clock,
    readonly emit: (event: ReadEvent) => Promise<void>,
  ) {
    this.deadline = clock.now() + options.budgetMs;
  }

  get signal(): AbortSignal {
    return this.options.signal;
  }

  previous(requestLine: string): Previous {
    return this.options.previous(requestLine);
  }

  /** @throws ReadDeferredError when the read has used up its time */
  checkTime(): void {
    this.signal.throwIfAborted();
    const now = this.clock.now();
    if (now >= this.deadline) throw new ReadDeferredError(now, 'the read took as long as it may; it goes on from here');
  }

  /** Waits, and says so. @throws ReadDeferredError when the wait does not fit in */
  async wait(ms: number, reason: string): Promise<void> {
    const until = this.clock.now() + ms;
    if (until > this.deadline) throw new ReadDeferredError(until, reason);
    await this.emit({ kind: 'wait', ms: Math.round(ms), reason });
    await this.clock.sleep(ms, this.signal);
  }
}

/** A body that is used up once handed out: the raw store keeps it. */
export type Body = Payload;
