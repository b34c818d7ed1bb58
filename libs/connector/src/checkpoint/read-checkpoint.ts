import type { Json } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';
import type { Clock } from '@twl/ports';
import type { SliceRun } from '../roles/slicer';
import type { ReadSession } from '../session/read-session';
import { joinCursor, type Resume } from './read-state';
import type { SliceProgress } from './slice-progress';

/** Where a read begins. */
export interface Beginning {
  /** The stored cursor. */
  cursor: Json;
  /** The state in it; none if it is too old. */
  state: Json;
  /** The resume point in it, if there is one. */
  resume: Resume | undefined;
}

/** The read that a checkpoint is of. */
export interface CheckpointedRead {
  session: ReadSession;
  clock: Clock;
  run: SliceRun;
  /** Hash of the manifest. */
  manifest: string;
  /** The way to read the stream, if it has several. */
  variant: string;
}

/** Slices that are remembered as done at most. */
const mostDone = 100_000;
/** Interval of checkpoints, ms: longer if they are large. */
const saveEveryMs = (done: number): number => 2000 + done;

/** Tracks what a read has covered and its position. Emits checkpoints during the read and at its end, so that a later read can resume. */
export class ReadCheckpoint {
  /** Slices that are being read, or are to be resumed. */
  private readonly active = new Map<string, SliceProgress>();
  private readonly done: Set<string>;
  private lastState: string;
  private savedAt = -Infinity;
  private readonly startedAt: number;

  constructor(
    private readonly read: CheckpointedRead,
    private readonly from: Beginning,
  ) {
    this.lastState = toCanonicalJson(from.cursor);
    this.startedAt = read.clock.monotonic();
    this.done = new Set(from.resume?.done);
  }

  /** The ids of the slices that are done so far. */
  doneSlices(): ReadonlySet<string> {
    return new Set(this.done);
  }

  beginSlice(progress: SliceProgress): void {
    this.active.set(progress.id, progress);
  }

  /** A slice is not resumed: it could not be read. */
  dropSlice({ id }: SliceProgress): void {
    this.active.delete(id);
  }

  /** Everything of a slice was handed over. */
  async closeSlice({ id, slice }: SliceProgress): Promise<void> {
    this.active.delete(id);
    if (this.done.size < mostDone) this.done.add(id);
    const { run } = this.read;
    run.close(slice);
    if (run.covers && this.isDue(this.savedAt)) await this.save();
  }

  /** Another page of a slice came: every page before it is stored. */
  async passPage({ resumePoint }: SliceProgress): Promise<void> {
    if ((resumePoint || this.done.size > 0) && this.isDue(Math.max(this.savedAt, this.startedAt))) await this.save();
  }

  /** Emits the covered state, and the resume point of the rest. */
  async emitResumePoints(): Promise<void> {
    await this.emit(this.standing);
  }

  /** Emits the state covered by everything read so far; the initial one if nothing is. */
  async emitCovered(): Promise<void> {
    await this.emit((this.done.size > 0 ? this.read.run.state() : null) ?? this.from.state);
  }

  /** Emits the cursor if it has changed. */
  async emit(cursor: Json): Promise<void> {
    const text = toCanonicalJson(cursor);
    if (text === this.lastState) return;
    this.lastState = text;
    await this.read.session.emit({ kind: 'state', cursor });
  }

  private isDue(last: number): boolean {
    return this.read.clock.monotonic() - last >= saveEveryMs(this.done.size);
  }

  private async save(): Promise<void> {
    this.savedAt = this.read.clock.monotonic();
    await this.emitResumePoints();
  }

  private get standing(): Json {
    const { run, manifest, variant } = this.read;
    const { covers, started } = run;
    const state = run.state() ?? this.from.state;
    const resumePoints = [...this.active.values()].flatMap(({ resumePoint }) => resumePoint ?? []);
    const done = covers ? [] : [...this.done];
    const isOneWay = started === undefined && variant === '';
    if (resumePoints.length === 0 && done.length === 0 && (isOneWay || this.done.size === 0)) return state;
    return joinCursor(state, { manifest, variant, resumePoints, done, ...(started === undefined ? {} : { started }) });
  }
}
