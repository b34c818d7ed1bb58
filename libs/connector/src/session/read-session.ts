import type { SourceLimits } from '@twl/contracts';
import type { Clock, ReadEvent, ReadOptions } from '@twl/ports';
import type { RunCookies } from '../exchange/run-cookies';
import { AnswerCache } from './answer-cache';
import type { EventSink } from './event-channel';
import { FoundLists } from './found-lists';
import { RunNotes } from './run-notes';
import { ReadDeferredError, ReadLimitError } from '../errors/connector-errors';

type Previous = ReturnType<ReadOptions['previous']>;

/** One read of one stream: its budget, its abort signal, and the way events are handed out. */
export class ReadSession {
  /** By the monotonic clock. */
  private readonly deadline: number;
  private bytes = 0;
  /** The cookies that the source sets while it is read. */
  readonly cookies: RunCookies;
  /** Whether requests carry the validators of the run before. */
  asksConditionally: boolean;
  /** Answers that are not asked for a second time. */
  readonly answers = new AnswerCache();
  /** What the run will tell, though it is no reason to end. */
  readonly notes = new RunNotes();
  /** Whether answers had the list of records. */
  readonly lists = new FoundLists(this.notes);

  constructor(
    private readonly options: Pick<ReadOptions, 'budgetMs' | 'previous' | 'extracts'> & {
      signal: AbortSignal;
      limits?: Pick<SourceLimits, 'bytes' | 'minutes'>;
      /** Whether pages may be asked for with validators. Default yes. */
      conditional?: boolean;
      cookies: RunCookies;
    },
    private readonly clock: Clock,
    private readonly events: EventSink,
  ) {
    this.cookies = options.cookies;
    this.asksConditionally = options.conditional ?? true;
    this.deadline = clock.monotonic() + Math.min(options.budgetMs, this.longestMs);
  }

  get signal(): AbortSignal {
    return this.options.signal;
  }

  /** Whether pages are extracted as they come. */
  get extracts(): boolean {
    return this.options.extracts ?? false;
  }

  /** Hands an event out. Resolves when it has been dealt with: a page is then stored. */
  emit(event: ReadEvent): Promise<void> {
    return this.events.emit(event);
  }

  /** The source cannot do with validators: no other request of this read carries any. */
  rejectValidators(): void {
    this.asksConditionally = false;
  }

  previous(requestLine: string): Previous {
    return this.options.previous(requestLine);
  }

  /** @throws ReadDeferredError when the read has used up its time */
  checkTime(): void {
    this.signal.throwIfAborted();
    if (this.clock.monotonic() >= this.deadline) throw new ReadDeferredError(this.clock.now(), this.timeIsUp());
  }

  /** Counts what a page brought. @throws ReadLimitError when it is more than the run may take */
  addBytes(bytes: number): void {
    const most = this.options.limits?.bytes ?? Infinity;
    this.bytes += bytes;
    if (this.bytes > most)
      throw new ReadLimitError(`the pages of the run have more than ${most} bytes (raise limits.bytes in source.yaml if that is right)`);
  }

  private get longestMs(): number {
    return (this.options.limits?.minutes ?? Infinity) * 60_000;
  }

  private timeIsUp(): string {
    const { limits, budgetMs } = this.options;
    if (!limits || this.longestMs > budgetMs) return 'the read took as long as it may; it goes on from here';
    return `the run took ${limits.minutes} minutes (limits.minutes in source.yaml); the next one goes on from here`;
  }

  /** Waits, and says so; a wait that is over is none. @throws ReadDeferredError when the wait does not fit in */
  async wait(asked: number, reason: string): Promise<void> {
    const ms = Math.max(0, Number.isNaN(asked) ? 0 : asked);
    if (this.clock.monotonic() + ms > this.deadline) throw new ReadDeferredError(this.clock.now() + ms, reason);
    await this.emit({ kind: 'wait', ms: Math.round(ms), reason });
    await this.clock.sleep(ms, this.signal);
  }
}
