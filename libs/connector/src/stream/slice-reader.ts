import type { Json } from '@twl/contracts';
import { UnreadablePageError, type Clock, type ReadEvent } from '@twl/ports';
import { ReadDeferredError, ReadFailedError, ReadLimitError, ReadStalledError } from '../errors/connector-errors';
import { TemplateError } from '@twl/jinja';
import { writeSortedJson } from '../document/write-sorted-json';
import type { SliceRun } from '../roles/slicer';
import type { ReadSession } from '../session/read-session';
import { joinCursor, sliceKey, type Place, type Resume } from './read-state';
import type { KeyReader } from '../records/record-key';
import { SlicerPlan } from '../parents/slicer-plan';
import type { StreamCore } from '../build/record-stream';
import { withVariant, type Slice } from '../roles/slice';
import type { ReadJudge } from './read-judge';
import { SliceFollower } from './slice-follower';
import { SliceProgress } from './slice-progress';
import type { Tally } from './tally';

/** What reading all slices of a stream needs. */
export interface SliceWork {
  session: ReadSession;
  core: StreamCore;
  concurrency: number;
  clock: Clock;
  tally: Tally;
  judge: ReadJudge;
  /** Finds the key of a record. */
  key: KeyReader;
  /** Hash of the manifest. */
  manifest: string;
  /** What is remembered of a complete read that has no state of its own. */
  fallbackState: Json;
}

/** Where a read begins. */
export interface Beginning {
  /** What was stored. */
  cursor: Json;
  /** The state in it, or none where it is too old to go on from. */
  state: Json;
  /** The place in it, where there is one. */
  resume: Resume | undefined;
}

type End = Extract<ReadEvent, { kind: 'end' }>;

/** Slices that are remembered as done at most. */
const mostDone = 100_000;
/** How often it is told how far the read is, ms: rarely where there is much to tell. */
const saveEveryMs = (done: number): number => 2000 + done;

/** Whether other slices may be read where one could not. */
const leavesOthers = (error: unknown): error is Error =>
  (error instanceof ReadStalledError && !(error instanceof ReadLimitError)) ||
  error instanceof ReadFailedError ||
  error instanceof UnreadablePageError ||
  error instanceof TemplateError;

/** Reads the slices of a stream, several at a time, and says from time to time what is covered and where it stands. */
export class SliceReader {
  private readonly run: SliceRun;
  /** Slices that are being read, or are to be gone on with. */
  private readonly active = new Map<string, SliceProgress>();
  private readonly done: Set<string>;
  /** Slices that an earlier part of the read has done. A router that gives the same slice twice has it read twice. */
  private doneBefore: ReadonlySet<string> = new Set();
  private stalled: string | undefined;
  /** Why a slice could not be read. The others are, and the read fails at its end. */
  private failure: Error | undefined;
  private lastState: string;
  private savedAt = -Infinity;
  private readonly startedAt: number;

  constructor(
    private readonly work: SliceWork,
    private readonly from: Beginning,
  ) {
    const { state, resume, cursor } = from;
    this.run = work.core.slicer.begin(state, resume?.started);
    this.lastState = writeSortedJson(cursor);
    this.startedAt = work.clock.monotonic();
    this.done = new Set(resume?.done);
    for (const place of resume?.places ?? []) this.active.set(sliceKey(place.slice), this.progressOf(place.slice, place));
  }

  /** @throws everything a retriever throws, at the end of all slices, but for stalling, limits and deferring, which are ends */
  async read(): Promise<End> {
    try {
      await this.readAll();
    } catch (error) {
      return await this.endBy(error);
    }
    if (this.failure) {
      await this.tell(this.covered);
      throw this.failure;
    }
    if (this.stalled !== undefined) return await this.endStalled(this.stalled);
    const suspicion = this.from.resume ? undefined : this.work.judge.suspicion();
    if (suspicion !== undefined) {
      // What is suspect is read again.
      await this.tell(this.from.state);
      return { kind: 'end', state: 'suspect', reason: suspicion };
    }
    this.run.finish?.();
    await this.tell(this.isWithoutEnd ? this.from.state : (this.run.state() ?? this.work.fallbackState));
    return { kind: 'end', state: 'complete' };
  }

  /**
   * The read goes on in a slice that has no end, as those of a cursor that counts: what changed meanwhile on pages that were read before is numbered
   * below what comes now, so that the state must stay where the first part began.
   */
  private get isWithoutEnd(): boolean {
    return this.from.resume?.places.some(({ slice }) => slice.interval['end'] === 'inf') ?? false;
  }

  private async readAll(): Promise<void> {
    for (const place of this.from.resume?.places ?? []) await this.goOn(place);
    this.doneBefore = new Set(this.done);
    await this.pool(this.run.slices(this.work.session)).catch((error: unknown) => this.note(error));
  }

  /** What ended the read at once. Only a read that may go on keeps its place: one that broke off begins at the beginning the next time. */
  private async endBy(error: unknown): Promise<End> {
    if (error instanceof ReadStalledError) return this.endStalled(error.message);
    if (error instanceof ReadDeferredError) {
      await this.tell(this.standing);
      return { kind: 'end', state: 'deferred', reason: error.message, resumeAt: new Date(error.resumeAt).toISOString() };
    }
    if (!this.work.session.signal.aborted) await this.tell(this.covered);
    throw error;
  }

  private async endStalled(reason: string): Promise<End> {
    await this.tell(this.covered);
    return { kind: 'end', state: 'stalled', reason };
  }

  private async pool(slices: AsyncIterable<Slice>): Promise<void> {
    const source = slices[Symbol.asyncIterator]();
    let failure: { error: unknown } | undefined;
    const worker = async () => {
      while (!failure) {
        const { value, done } = await source.next();
        if (done) return;
        if (!this.doneBefore.has(sliceKey(value))) await this.slice(this.progressOf(value));
      }
    };
    const guarded = () => worker().catch((error: unknown) => void (failure ??= { error }));
    await Promise.all(Array.from({ length: this.work.concurrency }, guarded));
    await source.return?.();
    if (failure) throw failure.error;
  }

  private progressOf(plain: Slice, from?: Place): SliceProgress {
    const { core, key } = this.work;
    return new SliceProgress(withVariant(plain, core.variant), key, from);
  }

  /** Goes on with a slice from where an earlier part of the read stood; from its beginning where that place is not there any more. */
  private async goOn(place: Place): Promise<void> {
    if (await this.slice(this.progressOf(place.slice, place))) return;
    this.work.session.notes.add('PLACE_LOST', 'the list had changed before the place to go on from, and was read from its beginning');
    await this.slice(this.progressOf(place.slice));
  }

  /** Reads one slice. @returns false, with nothing closed, where the place that it was to begin at is not there any more */
  private async slice(progress: SliceProgress): Promise<boolean> {
    const { slice } = progress;
    const key = sliceKey(slice);
    this.active.set(key, progress);
    try {
      if (!(await this.pages(progress))) return false;
    } catch (error) {
      if (!progress.isFound && leavesOthers(error) && !(error instanceof ReadStalledError)) return false;
      this.note(error);
      this.active.delete(key);
      return true;
    }
    this.active.delete(key);
    if (this.done.size < mostDone) this.done.add(key);
    this.run.close(slice);
    if (this.run.covers && this.isDue(this.savedAt)) await this.save();
    return true;
  }

  private async pages(progress: SliceProgress): Promise<boolean> {
    const { session, core, tally } = this.work;
    const { slice, from } = progress;
    const stream = { core, run: this.run, session };
    const plan = new SlicerPlan(stream, slice);
    const consumer = new SliceFollower(stream, progress, tally);
    for await (const page of core.retriever.read({ session, slice, from: from?.token, plan, consumer })) {
      if (progress.isLost) return false;
      // Every page before this one is stored.
      if ((progress.place || this.done.size > 0) && this.isDue(Math.max(this.savedAt, this.startedAt))) await this.save();
      progress.handOver(page.body.sha256);
      await session.emit({ kind: 'page', page });
    }
    progress.end();
    return !progress.isLost;
  }

  /** Keeps why something could not be read, where the rest may be; throws what ends the read at once. */
  private note(error: unknown): void {
    if (!leavesOthers(error)) throw error;
    if (error instanceof ReadStalledError) this.stalled ??= error.message;
    else this.failure ??= error;
  }

  private isDue(last: number): boolean {
    return this.work.clock.monotonic() - last >= saveEveryMs(this.done.size);
  }

  private async save(): Promise<void> {
    this.savedAt = this.work.clock.monotonic();
    await this.tell(this.standing);
  }

  /** What is covered by all that was read so far; what it began with where nothing is. */
  private get covered(): Json {
    return (this.done.size > 0 ? this.run.state() : null) ?? this.from.state;
  }

  /** What is covered, and where to go on with the rest. */
  private get standing(): Json {
    const state = this.run.state() ?? this.from.state;
    const places = [...this.active.values()].flatMap(({ place }) => place ?? []);
    const { manifest, core } = this.work;
    const { covers, started } = this.run;
    const done = covers ? [] : [...this.done];
    const isOneWay = started === undefined && core.variant === '';
    if (places.length === 0 && done.length === 0 && (isOneWay || this.done.size === 0)) return state;
    return joinCursor(state, { manifest, variant: core.variant, places, done, ...(started === undefined ? {} : { started }) });
  }

  /** Says what is to be remembered, when that has changed. */
  private async tell(cursor: Json): Promise<void> {
    const text = writeSortedJson(cursor);
    if (text === this.lastState) return;
    this.lastState = text;
    await this.work.session.emit({ kind: 'state', cursor });
  }
}
