import type { SourceLimits } from '@twl/contracts';
import type { Clock, ReadEvent, ReadOptions, WaitCause } from '@twl/ports';
import type { RunCookies } from '../exchange/run-cookies';
import { ResponseCache } from './response-cache';
import type { EventSink } from './event-channel';
import { FoundLists } from './found-lists';
import { RunNotes } from './run-notes';
import { ReadDeferredError, ReadLimitError } from '../errors/connector-errors';

type PreviousRun = ReturnType<ReadOptions['previous']>;

/** One read of one stream: its budget, its abort signal, and the way events are handed out. */
export class ReadSession {
  /** By the monotonic clock. */
  private readonly deadline: number;
  private bytes = 0;
  /** The cookies that the source sets while it is read. */
  readonly cookies: RunCookies;
  /** True if requests have the validators of the previous run. */
  asksConditionally: boolean;
  /** Responses that are not requested twice. */
  readonly responses = new ResponseCache();
  /** Notes of the run that are not a reason to end it. */
  readonly notes = new RunNotes();
  /** Tracks whether responses had the list of records. */
  readonly lists = new FoundLists(this.notes);

  constructor(
    private readonly options: Pick<ReadOptions, 'budgetMs' | 'previous' | 'extracts'> & {
      signal: AbortSignal;
      limits?: Pick<SourceLimits, 'bytes' | 'minutes'>;
      /** Allow conditional requests for pages. Default true. */
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

  /** True if pages are extracted as they arrive. */
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

  previous(requestLine: string): PreviousRun {
    return this.options.previous(requestLine);
  }

  /** @throws ReadDeferredError when the read has used up its time */
  checkTime(): void {
    this.signal.throwIfAborted();
    if (this.clock.monotonic() >= this.deadline) throw new ReadDeferredError(this.clock.now(), this.timeIsUp());
  }

  /** Counts the bytes of a page. @throws ReadLimitError if they exceed the limit of the run */
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

  /** Waits and emits an event; a wait that is over is skipped. @throws ReadDeferredError if the wait does not fit */
  async wait(asked: number, reason: string, cause: WaitCause = 'retry'): Promise<void> {
    const ms = Math.max(0, Number.isNaN(asked) ? 0 : asked);
    if (this.clock.monotonic() + ms > this.deadline) throw new ReadDeferredError(this.clock.now() + ms, reason);
    await this.emit({ kind: 'wait', ms: Math.round(ms), reason, cause });
    await this.clock.sleep(ms, this.signal);
  }
}
