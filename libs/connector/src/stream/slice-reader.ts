import type { Json } from '@twl/contracts';
import { UnreadablePageError, type Clock, type ReadEvent } from '@twl/ports';
import { ReadDeferredError, ReadFailedError, ReadLimitError, ReadStalledError, TemplateError } from '../component/connector-errors';
import { writeSortedJson } from '../document/write-sorted-json';
import type { SliceRun } from '../incremental/slicer';
import type { ReadSession } from '../retriever/read-session';
import type { Reading } from '../retriever/retriever';
import { joinCursor, sliceKey, splitCursor, type Place, type Resume } from './read-state';
import { readingOf, type StreamCore } from './record-stream';
import { withVariant, type Slice } from './slice';

/** What reading all slices of a stream needs. */
export interface SliceWork {
  session: ReadSession;
  core: StreamCore;
  concurrency: number;
  clock: Clock;
  counted: Reading['counted'];
  /** What is remembered of a complete read that has no state of its own. */
  fallbackState: Json;
}

type End = Extract<ReadEvent, { kind: 'end' }>;

const mostDone = 10_000;
const saveEveryMs = 2000;

/** Whether other slices may be read where one could not. */
const leavesOthers = (error: unknown): error is Error =>
  (error instanceof ReadStalledError && !(error instanceof ReadLimitError)) ||
  error instanceof ReadFailedError ||
  error instanceof UnreadablePageError ||
  error instanceof TemplateError;

/** Reads the slices of a stream, several at a time, and says after each what is covered. */
export class SliceReader {
  private readonly run: SliceRun;
  private readonly resume: Resume | undefined;
  private readonly active = new Map<string, Place>();
  private readonly done = new Set<string>();
  /** Slices of a deferred read that are done. A router that gives the same slice twice has it read twice. */
  private doneBefore: ReadonlySet<string> = new Set();
  private stalled: string | undefined;
  /** Why a slice could not be read. The others are, and the read fails at its end. */
  private failure: Error | undefined;
  private lastState: string;
  private savedAt = 0;

  constructor(
    private readonly work: SliceWork,
    cursor: Json,
  ) {
    const { state, resume } = splitCursor(cursor);
    this.run = work.core.slicer.begin(state, resume?.started);
    this.resume = resume;
    this.lastState = writeSortedJson(cursor);
    for (const key of resume?.done ?? []) this.done.add(key);
  }

  /** @throws everything a retriever throws, at the end of all slices, but for stalling, limits and deferring, which are ends */
  async read(): Promise<End> {
    try {
      for (const { slice, token } of this.resume?.places ?? []) await this.slice(slice, token);
      this.doneBefore = new Set(this.done);
      await this.pool(this.run.slices(this.work.session)).catch((error: unknown) => this.note(error));
      if (this.failure) {
        if (this.done.size > 0) await this.save(true);
        throw this.failure;
      }
      if (this.stalled === undefined) this.run.finish?.();
      await this.save(true);
      return this.stalled === undefined ? { kind: 'end', state: 'complete' } : { kind: 'end', state: 'stalled', reason: this.stalled };
    } catch (error) {
      if (error instanceof ReadStalledError) {
        await this.save(true);
        return { kind: 'end', state: 'stalled', reason: error.message };
      }
      if (!(error instanceof ReadDeferredError)) throw error;
      const done = this.run.covers || this.done.size > mostDone ? [] : [...this.done];
      await this.work.session.emit({
        kind: 'state',
        cursor: joinCursor(this.run.state(), { places: [...this.active.values()], done, started: this.run.started }),
      });
      return { kind: 'end', state: 'deferred', reason: error.message, resumeAt: new Date(error.resumeAt).toISOString() };
    }
  }

  private async pool(slices: AsyncIterable<Slice>): Promise<void> {
    const source = slices[Symbol.asyncIterator]();
    let failure: { error: unknown } | undefined;
    const worker = async () => {
      while (!failure) {
        const { value, done } = await source.next();
        if (done) return;
        if (this.doneBefore.has(sliceKey(value))) continue;
        await this.slice(value);
      }
    };
    const guarded = () => worker().catch((error: unknown) => void (failure ??= { error }));
    await Promise.all(Array.from({ length: this.work.concurrency }, guarded));
    await source.return?.();
    if (failure) throw failure.error;
  }

  private async slice(plain: Slice, from?: Json): Promise<void> {
    const { session, core, counted } = this.work;
    const slice = withVariant(plain, core.variant);
    const key = sliceKey(slice);
    const reading: Reading = {
      ...readingOf(core, this.run, { session, slice }),
      from,
      counted,
      at: (token) => void this.active.set(key, { slice, token }),
    };
    try {
      for await (const page of core.retriever.read(reading)) await session.emit({ kind: 'page', page });
    } catch (error) {
      this.note(error);
      this.active.delete(key);
      return;
    }
    this.active.delete(key);
    this.done.add(key);
    this.run.close(slice);
    await this.save();
  }

  /** Keeps why something could not be read, where the rest may be; throws what ends the read at once. */
  private note(error: unknown): void {
    if (!leavesOthers(error)) throw error;
    if (error instanceof ReadStalledError) this.stalled ??= error.message;
    else this.failure ??= error;
  }

  /** Says what is covered, when that has changed and the last time is a while ago, or at the end. */
  private async save(atEnd = false): Promise<void> {
    const now = this.work.clock.now();
    if (!atEnd && now - this.savedAt < saveEveryMs) return;
    this.savedAt = now;
    const cursor = this.run.state() ?? (atEnd && !this.failure ? this.work.fallbackState : null);
    if (cursor === null) return;
    const text = writeSortedJson(cursor);
    if (text === this.lastState) return;
    this.lastState = text;
    await this.work.session.emit({ kind: 'state', cursor });
  }
}
