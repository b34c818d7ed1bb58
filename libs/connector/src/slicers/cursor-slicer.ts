import type { CursorPlan } from '../roles/cursor-plan';
import type { Slicer } from '../roles/slicer';

/** A stream with a cursor and without partitions. */
export const createCursorSlicer = (cursor: CursorPlan): Slicer => ({
  ...cursorFactsOf(cursor),
  begin(state) {
    const run = cursor.begin(state);
    return {
      async *slices() {
        for (const stretch of run.intervals()) yield { partition: {}, ...stretch };
      },
      options: (slice) => cursor.options(slice),
      observe: (record, slice) => run.observe(record, slice),
      reduce: (slice) => run.reduce(slice),
      split: (slice, limits) => run.split?.(slice, limits),
      close: (slice) => run.close(slice),
      state: () => run.toJson(),
      covers: true,
    };
  },
});

/** Returns the facts of a cursor about single records and states, independent of its slicer. */
export const cursorFactsOf = (cursor: CursorPlan): Omit<Slicer, 'begin'> => ({
  ...(cursor.filters ? { filters: cursor.filters, keeps: cursor.keeps.bind(cursor), isBefore: cursor.isBefore.bind(cursor) } : {}),
  problem: (record, now) => cursor.problem(record, now),
  position: (record) => cursor.position(record),
  time: (record) => cursor.time(record),
  age: (state) => cursor.age(state),
  future: () => ({ [cursor.field]: cursor.future() }),
});
