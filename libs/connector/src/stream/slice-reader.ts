import type { Json } from '@twl/contracts';
import { UnreadablePageError, type Clock, type ReadEvent } from '@twl/ports';
import { TemplateError } from '@twl/jinja';
import type { StreamCore } from '../build/record-stream';
import { ReadCheckpoint, type Beginning } from '../checkpoint/read-checkpoint';
import type { ResumePoint } from '../checkpoint/read-state';
import { SliceProgress } from '../checkpoint/slice-progress';
import { ReadDeferredError, ReadFailedError, ReadLimitError, ReadStalledError } from '../errors/connector-errors';
import { SlicerPlan } from '../parents/slicer-plan';
import type { KeyReader } from '../records/record-key';
import { withVariant, type Slice } from '../roles/slice';
import type { SliceRun } from '../roles/slicer';
import type { ReadSession } from '../session/read-session';
import type { ReadJudge } from './read-judge';
import { SliceFollower } from './slice-follower';
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
  /** The state of a complete read that has none of its own. */
  fallbackState: Json;
}

type End = Extract<ReadEvent, { kind: 'end' }>;

/** Returns true if other slices can be read after one failed. */
const leavesOthers = (error: unknown): error is Error =>
  (error instanceof ReadStalledError && !(error instanceof ReadLimitError)) ||
  error instanceof ReadFailedError ||
  error instanceof UnreadablePageError ||
  error instanceof TemplateError;

/** Reads the slices of a stream, several at a time. */
export class SliceReader {
  private readonly run: SliceRun;
  private readonly checkpoint: ReadCheckpoint;
  /** Slices that an earlier part of the read has completed. A slice that a router yields twice is read twice. */
  private doneBefore: ReadonlySet<string> = new Set();
  private stalled: string | undefined;
  /** Why a slice could not be read. The others are, and the read fails at its end. */
  private failure: Error | undefined;

  constructor(
    private readonly work: SliceWork,
    private readonly from: Beginning,
  ) {
    const { state, resume } = from;
    const { core, session, clock, manifest } = work;
    this.run = core.slicer.begin(state, resume?.started);
    this.checkpoint = new ReadCheckpoint({ session, clock, manifest, run: this.run, variant: core.variant }, from);
    for (const point of resume?.resumePoints ?? []) this.checkpoint.beginSlice(this.progressOf(point.slice, point));
  }

  /** @throws everything a retriever throws, at the end of all slices, but for stalling, limits and deferring, which are ends */
  async read(): Promise<End> {
    const { checkpoint, from, run, work } = this;
    try {
      await this.readSlices();
    } catch (error) {
      return await this.endEarly(error);
    }
    if (this.failure) {
      await checkpoint.emitCovered();
      throw this.failure;
    }
    if (this.stalled !== undefined) return await this.endStalled(this.stalled);
    const suspicion = from.resume ? undefined : work.judge.suspicion();
    if (suspicion !== undefined) {
      // A suspicious read is repeated.
      await checkpoint.emit(from.state);
      return { kind: 'end', state: 'suspect', reason: suspicion };
    }
    run.finish?.();
    await checkpoint.emit(this.resumesOpenSlice ? from.state : (run.state() ?? work.fallbackState));
    return { kind: 'end', state: 'complete' };
  }

  /**
   * Returns true if the read resumes an open slice, as those of a counting cursor: changes on already read pages have lower numbers than
   * what follows, so that the state must stay where the first part began.
   */
  private get resumesOpenSlice(): boolean {
    return this.from.resume?.resumePoints.some(({ slice }) => slice.interval['end'] === 'inf') ?? false;
  }

  private async readSlices(): Promise<void> {
    for (const point of this.from.resume?.resumePoints ?? []) await this.resumeSlice(point);
    this.doneBefore = this.checkpoint.doneSlices();
    await this.readConcurrently(this.run.slices(this.work.session)).catch((error: unknown) => this.keepFailure(error));
  }

  /** Ends a read that was broken off. Only one that may be resumed keeps its place: the others begin at the beginning the next time. */
  private async endEarly(error: unknown): Promise<End> {
    if (error instanceof ReadStalledError) return this.endStalled(error.message);
    if (error instanceof ReadDeferredError) {
      await this.checkpoint.emitResumePoints();
      return { kind: 'end', state: 'deferred', reason: error.message, resumeAt: new Date(error.resumeAt).toISOString() };
    }
    if (!this.work.session.signal.aborted) await this.checkpoint.emitCovered();
    throw error;
  }

  private async endStalled(reason: string): Promise<End> {
    await this.checkpoint.emitCovered();
    return { kind: 'end', state: 'stalled', reason };
  }

  private async readConcurrently(slices: AsyncIterable<Slice>): Promise<void> {
    const source = slices[Symbol.asyncIterator]();
    let failure: { error: unknown } | undefined;
    const worker = async () => {
      while (!failure) {
        const { value, done } = await source.next();
        if (done) return;
        const progress = this.progressOf(value);
        if (!this.doneBefore.has(progress.id)) await this.readSlice(progress);
      }
    };
    const guarded = () => worker().catch((error: unknown) => void (failure ??= { error }));
    await Promise.all(Array.from({ length: this.work.concurrency }, guarded));
    await source.return?.();
    if (failure) throw failure.error;
  }

  private progressOf(plain: Slice, from?: ResumePoint): SliceProgress {
    const { core, key } = this.work;
    return new SliceProgress(withVariant(plain, core.variant), key, from);
  }

  /** Resumes a slice at the position of an earlier part of the read; from its start if that no longer exists. */
  private async resumeSlice(point: ResumePoint): Promise<void> {
    if (await this.readSlice(this.progressOf(point.slice, point))) return;
    this.work.session.notes.add('PLACE_LOST', 'the list had changed before the place to go on from, and was read from its beginning');
    await this.readSlice(this.progressOf(point.slice));
  }

  /** Reads one slice. @returns false, with nothing closed, if its resume point no longer exists */
  private async readSlice(progress: SliceProgress): Promise<boolean> {
    const { checkpoint } = this;
    checkpoint.beginSlice(progress);
    try {
      if (!(await this.readPages(progress))) return false;
    } catch (error) {
      if (!progress.isFound && leavesOthers(error) && !(error instanceof ReadStalledError)) return false;
      this.keepFailure(error);
      checkpoint.dropSlice(progress);
      return true;
    }
    await checkpoint.closeSlice(progress);
    return true;
  }

  private async readPages(progress: SliceProgress): Promise<boolean> {
    const { session, core, tally } = this.work;
    const { slice, from } = progress;
    const stream = { core, run: this.run, session };
    const plan = new SlicerPlan(stream, slice);
    const consumer = new SliceFollower(stream, progress, tally);
    for await (const page of core.retriever.read({ session, slice, from: from?.token, plan, consumer })) {
      if (progress.isLost) return false;
      await this.checkpoint.passPage(progress);
      progress.handOver(page.body.sha256);
      await session.emit({ kind: 'page', page });
    }
    progress.end();
    return !progress.isLost;
  }

  /** Keeps the error of a slice if others can be read; throws at once if the error ends the read. */
  private keepFailure(error: unknown): void {
    if (!leavesOthers(error)) throw error;
    if (error instanceof ReadStalledError) this.stalled ??= error.message;
    else this.failure ??= error;
  }
}
