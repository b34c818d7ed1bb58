import type { Json, JsonObject } from '@twl/contracts';
import type { BuildContext } from '../component/build-context';
import { ReadFailedError } from '../component/connector-errors';
import type { Decoder } from '../component/roles';
import type { Slicer, SliceRun } from '../incremental/slicer';
import type { ReadSession } from '../retriever/read-session';
import type { Reading, Retriever } from '../retriever/retriever';
import type { Slice } from './slice';

/** How a stream is read: what fetches its pages, and what divides its work and remembers. */
export interface StreamCore {
  /** Tells the ways of one stream apart; empty where there is only one. */
  variant: string;
  retriever: Retriever;
  slicer: Slicer;
  decoder: Decoder;
  context: BuildContext;
}

/** A way to read a stream, and the state to begin with: none where the one that was given is too old to go on from. */
export interface Picked {
  core: StreamCore;
  state: Json;
}

/** A stream of a manifest, before it has settings. */
export interface RecordStream {
  readonly name: string;
  /** The fields of its primary key, as declared. */
  readonly keyParts: string[][];
  /** The way to read it from a state. */
  pick(state: Json): Picked;
  /** The way that a stored page was read. */
  variant(name: string): StreamCore;
  /** A read that has no state of its own to keep must be remembered as done. */
  readonly remembersFullRead: boolean;
  /** Field that the stream's cursor follows. */
  readonly cursorField: string | undefined;
}

/** One record of a parent stream. */
export interface ParentRecord {
  data: JsonObject;
  slice: Slice;
}

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
