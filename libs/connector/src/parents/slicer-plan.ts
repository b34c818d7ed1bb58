import type { JsonObject } from '@twl/contracts';
import type { StreamCore } from '../build/record-stream';
import type { RequestOptions } from '../roles/request-options';
import type { SlicePlan } from '../roles/retriever';
import type { Slice } from '../roles/slice';
import type { SliceRun, SplitLimits } from '../roles/slicer';
import type { ReadSession } from '../session/read-session';

/** A run of a stream's slicer, with what the stream knows of its records. */
export interface StreamRun {
  core: StreamCore;
  run: SliceRun;
  session: ReadSession;
}

/** Reads a slice as the slicer of its stream has it. */
export class SlicerPlan implements SlicePlan {
  readonly filters: SlicePlan['filters'];

  constructor(
    private readonly stream: StreamRun,
    private readonly slice: Slice,
  ) {
    this.filters = stream.core.slicer.filters;
  }

  options(slice: Slice): RequestOptions {
    return this.stream.run.options(slice);
  }

  wants(record: JsonObject): boolean {
    return this.stream.core.slicer.keeps?.(record, this.slice) ?? true;
  }

  endsFeed(record: JsonObject): boolean {
    return this.stream.core.slicer.isBefore?.(record, this.slice) ?? false;
  }

  reduce(slice: Slice): Slice | undefined {
    return this.stream.run.reduce?.(slice);
  }

  split(slice: Slice, limits: SplitLimits): [Slice, Slice] | undefined {
    return this.stream.run.split?.(slice, limits);
  }
}

/** Moves the state of a run by a record, and adds a note if it does not move. */
export const observeRecord = ({ core, run, session }: StreamRun, record: JsonObject, slice: Slice): void => {
  const problem = run.observe(record, slice) ? undefined : core.slicer.problem?.(record, core.context.clock.now());
  if (problem) session.notes.add(problem.code, `${core.context.stream}: ${problem.detail}`, core.context.stream);
};
