import type { JsonObject, RunNote } from '@twl/contracts';
import type { SourceStream } from '@twl/ports';
import { RunNotes } from '../session/run-notes';
import { DeclarativeStream } from './declarative-stream';

/** Returns the notes of a run about the cursor values of records; `now` in ms since 1970. */
export const cursorNotesOf = (stream: SourceStream, records: readonly JsonObject[], now: number): RunNote[] => {
  const notes = new RunNotes();
  if (!(stream instanceof DeclarativeStream)) return [];
  for (const record of records) {
    const problem = stream.cursorProblem(record, now);
    if (problem) notes.add(problem.code, problem.detail);
  }
  return notes.all;
};
