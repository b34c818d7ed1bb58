import type { JsonObject } from '@twl/contracts';
import type { ParentRecord } from '../build/record-stream';
import { ReadFailedError } from '../errors/connector-errors';
import type { SliceConsumer } from '../roles/retriever';
import type { Slice } from '../roles/slice';
import { observeRecord, SlicerPlan, type StreamRun } from './slicer-plan';

/**
 * Reads the records of a stream one after the other, and keeps its state up to each: what a child stream needs of its parent.
 * @throws ReadFailedError at the end if some could not be read: their children would be missing without notice
 */
export const readRecords = async function* (stream: StreamRun): AsyncGenerator<ParentRecord, void> {
  const { run, session } = stream;
  let refused = 0;
  for await (const slice of run.slices(session)) {
    const records = new SliceRecords(stream, slice);
    yield* readSlice(stream, slice, records);
    refused += records.refused;
  }
  if (refused > 0) throw new ReadFailedError(`${refused} records of a parent stream could not be read, and nothing that is below them`);
  run.finish?.();
};

const readSlice = async function* (stream: StreamRun, slice: Slice, records: SliceRecords): AsyncGenerator<ParentRecord, void> {
  const { core, run, session } = stream;
  const task = { session, slice, plan: new SlicerPlan(stream, slice), consumer: records };
  let failure: { error: unknown } | undefined;
  try {
    for await (const _page of core.retriever.read(task)) yield* records.handOut();
  } catch (error) {
    failure = { error };
  }
  // Those of the last page that could be read, whatever came after it.
  yield* records.handOut();
  if (failure) throw failure.error;
  // The state is that of the whole slice before its last record is handed out.
  run.close(slice);
  yield* records.handOutLast();
};

/** The records of one slice, each handed out when the one after it is known: the state is then that of all up to it. */
class SliceRecords implements SliceConsumer {
  refused = 0;
  private found: JsonObject[] = [];
  private last: JsonObject | undefined;

  constructor(
    private readonly stream: StreamRun,
    private readonly slice: Slice,
  ) {}

  beginPage(): void {}

  observe(record: JsonObject): void {
    this.found.push(record);
  }

  countRefused(): void {
    this.refused++;
  }

  async endPage(): Promise<void> {}

  *handOut(): Generator<ParentRecord, void> {
    const { stream, slice, found } = this;
    this.found = [];
    for (const record of found) {
      yield* this.handOutLast();
      observeRecord(stream, record, slice);
      this.last = record;
    }
  }

  *handOutLast(): Generator<ParentRecord, void> {
    if (this.last) yield { data: this.last, slice: this.slice };
  }
}
