import { streamId } from '@twl/contracts';
import type { Clock, RunStore, Source, SourcePauses, SourceStream, StoredRun } from '@twl/ports';
import { dueContinuation } from '../schedule/continuation';
import { dueTimes } from '../schedule/due';
import type { PlannedRun } from './planned-run';

/** The due runs of a stream: times of its schedule, oldest first, or else the run that continues a deferred run. */
export interface Due {
  times: number[];
  continuation?: PlannedRun;
}

/** Finds the due runs, and returns each only once. Remembers what it returned, so that a stream that is not due needs no read. */
export class DueRuns {
  /** The newest time that was returned, by stream. */
  private readonly handled = new Map<string, number | null>();
  private readonly deferred: Map<string, StoredRun>;
  private readonly graceMs: number;

  /**
   * @param options.graceMs how late a check may be before a time counts as missed
   * @param options.deferred the deferred runs of this process
   */
  constructor(
    private readonly ports: { runs: RunStore; pauses: SourcePauses; clock: Clock },
    options: { graceMs: number; deferred?: Map<string, StoredRun> },
  ) {
    this.graceMs = options.graceMs;
    this.deferred = options.deferred ?? new Map<string, StoredRun>();
  }

  /** Returns the due runs. A source that is disabled or paused only continues manual runs; its times are missed. */
  async takeDue(source: Source, stream: SourceStream): Promise<Due> {
    const { enabled, schedule } = source.settings;
    const now = this.ports.clock.now();
    const since = await this.handledUntil(stream);
    const times = enabled ? dueTimes(schedule, { since, now, graceMs: this.graceMs }) : [];
    const newest = times.at(-1);
    if (newest !== undefined && (await this.isScheduled(source))) {
      this.handled.set(keyOf(stream), newest);
      return { times };
    }
    const next = await this.takeContinuation(source, stream, now);
    return next ? { times: [], continuation: { stream, ...next } } : { times: [] };
  }

  private async takeContinuation(source: Source, stream: SourceStream, now: number): Promise<ReturnType<typeof dueContinuation>> {
    const known = this.deferred.get(keyOf(stream));
    // Checked without a read first: the run may have been closed since.
    if (!known || !dueContinuation({ ...known, phase: 'closed' }, now)) return undefined;
    if (known.trigger !== 'manual' && !(await this.isScheduled(source))) return undefined;
    const { last } = await this.ports.runs.latest(stream.source, stream.name);
    // Its pages are still being applied.
    if (last && last.phase !== 'closed') return undefined;
    this.deferred.delete(keyOf(stream));
    return dueContinuation(last, now);
  }

  /** Whether the schedule of a source makes runs. */
  private async isScheduled({ name, settings }: Source): Promise<boolean> {
    return settings.enabled && (await this.ports.pauses.get(name)) === undefined;
  }

  /** The newest time of the schedule that this process, or an earlier one, returned. */
  private async handledUntil(stream: SourceStream): Promise<number | null> {
    const key = keyOf(stream);
    const known = this.handled.get(key);
    if (known !== undefined) return known;
    const { last } = await this.ports.runs.latest(stream.source, stream.name);
    if (last?.end?.state === 'deferred') this.deferred.set(key, last);
    const since = last ? Date.parse(last.startedAt) : null;
    this.handled.set(key, since);
    return since;
  }
}

const keyOf = ({ source, name }: SourceStream): string => streamId({ source, stream: name });
