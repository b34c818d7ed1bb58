import type { Json } from '@twl/contracts';
import { readJson } from '@twl/json';
import type { SourceStream } from '@twl/ports';
import { UsageError } from '../output/report-failure';

/** A cursor as text; numbers beyond what a double holds keep their digits. @throws UsageError */
export const parseCursor = (text: string): Json => {
  try {
    return readJson(text);
  } catch (error) {
    throw new UsageError(`the cursor is no JSON: ${(error as Error).message}`);
  }
};

/** @throws UsageError where a stream cannot go on from a cursor; `what` names it */
export const checkCursor = async (stream: SourceStream, cursor: Json, what: string): Promise<void> => {
  const { findStateProblem } = await import('../lazy/connector');
  const problem = findStateProblem(stream, cursor);
  if (problem !== undefined) throw new UsageError(`${stream.source}.${stream.name} cannot go on from ${what}: ${problem}`);
};
