import type { JsonObject } from '@twl/contracts';
import type { StreamCore, ParentRecord } from '../build/record-stream';
import { ReadFailedError } from '../errors/connector-errors';
import type { Reading } from '../roles/retriever';
import type { Slice } from '../roles/slice';
import type { SliceRun } from '../roles/slicer';
import type { ReadSession } from '../session/read-session';

/**
 * Reads the records of a stream one after the other, and keeps its state up to each: what a child stream needs of its parent.
 * @throws ReadFailedError at the end, where some could not be read: what is below them would be missing without a word
 */
export const readRecords = async function* (core: StreamCore, run: SliceRun, session: ReadSession): AsyncGenerator<ParentRecord, void> {
  let refused = 0;
  for await (const slice of run.slices(session)) {
    let found: JsonObject[] = [];
    let held: JsonObject | undefined;
    let failure: { error: unknown } | undefined;
    const whole = readingOf(core, run, { session, slice });
    const observe = (record: JsonObject): void => whole.observe(record, slice);
    const reading: Reading = {
      ...whole,
      observe: (record) => void found.push(record),
      refused: () => void refused++,
    };
    try {
      for await (const _page of core.retriever.read(reading)) {
        for (const record of found) {
          if (held) yield { data: held, slice };
          observe(record);
          held = record;
        }
        found = [];
      }
    } catch (error) {
      failure = { error };
    }
    // Those of the last page that could be read, whatever came after it.
    for (const record of found) {
      if (held) yield { data: held, slice };
      observe(record);
      held = record;
    }
    if (failure) throw failure.error;
    // The state is that of the whole slice before its last record is handed out.
    run.close(slice);
    if (held) yield { data: held, slice };
  }
  if (refused > 0) throw new ReadFailedError(`${refused} records of a parent stream could not be read, and nothing that is below them`);
  run.finish?.();
};
/** What a retriever needs to read one slice of a stream. */
export const readingOf = (core: StreamCore, run: SliceRun, at: { session: ReadSession; slice: Slice }): Reading => ({
  ...at,
  options: (slice) => run.options(slice),
  observe(record, slice) {
    const problem = run.observe(record, slice) ? undefined : core.slicer.problem?.(record, core.context.clock.now());
    if (problem) at.session.notes.add(problem.code, `${core.context.stream}: ${problem.detail}`, core.context.stream);
  },
  filters: core.slicer.filters,
  wanted: (record) => core.slicer.keeps?.(record, at.slice) ?? true,
  endsFeed: (record) => core.slicer.isBefore?.(record, at.slice) ?? false,
  reduce: (slice) => run.reduce?.(slice),
  split: (slice, limits) => run.split?.(slice, limits),
});
