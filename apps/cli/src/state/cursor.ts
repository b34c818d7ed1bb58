import type { Json } from '@twl/contracts';
import { readJson } from '@twl/json';
import type { SourceStream } from '@twl/ports';
import { UsageError } from '../output/report-failure';

/** Parses a cursor; integers of any size keep their digits. @throws UsageError */
export const parseCursor = (text: string): Json => {
  try {
    return readJson(text);
  } catch (error) {
    throw new UsageError(`the cursor is not JSON: ${(error as Error).message}`);
  }
};

/** @throws UsageError if the stream cannot resume from a cursor; `what` is the name of the cursor in the message */
export const checkCursor = async (stream: SourceStream, cursor: Json, what: string): Promise<void> => {
  const { findStateProblem } = await import('../lazy/connector');
  const problem = findStateProblem(stream, cursor);
  if (problem !== undefined) throw new UsageError(`${stream.source}.${stream.name} cannot resume from ${what}: ${problem}`);
};
