import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { SourceStream } from '@twl/ports';
import { DeclarativeStream } from './declarative-stream';

/** Explains why a stream of a source cannot be read from a state; undefined if it can. */
export const findStateProblem = (stream: SourceStream, cursor: Json): string | undefined => {
  if (cursor !== null && !isJsonObject(cursor)) return 'a state is a JSON object, as a run leaves it';
  if (!(stream instanceof DeclarativeStream)) return undefined;
  const { cursorField } = stream;
  if (cursorField === undefined && stream.farFuture() === undefined) return 'the stream keeps no cursor: every run reads all of it';
  return stream.stateProblem(cursor);
};
