import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '../document/json-object';
import { writeSortedJson } from '../document/write-sorted-json';
import type { Slice } from './slice';

const resumeKey = '$resume';

/** A slice that was being read when the time was over, and the token of the page to go on with. */
export interface Place {
  slice: Slice;
  token: Json;
}

/** Where a deferred read goes on. */
export interface Resume {
  places: Place[];
  /** Slices that are done already; only kept where the state itself does not say it. */
  done: string[];
  /** When the read really began, ms since 1970. */
  started?: number;
}

/** Divides a stored cursor into the state in Airbyte's shape and the place to go on from. */
export const splitCursor = (cursor: Json): { state: Json; resume: Resume | undefined } => {
  if (!isJsonObject(cursor) || !isJsonObject(cursor[resumeKey])) return { state: cursor, resume: undefined };
  const { [resumeKey]: saved, ...state } = cursor;
  return { state: Object.keys(state).length > 0 ? state : null, resume: saved as unknown as Resume };
};

/** A state with the place to go on from. */
export const joinCursor = (state: Json, resume: Resume): Json => ({
  ...(isJsonObject(state) ? state : {}),
  [resumeKey]: JSON.parse(JSON.stringify(resume)) as JsonObject,
});

/** Names a slice. */
export const sliceKey = (slice: Slice): string => writeSortedJson([slice.partition, slice.interval]);
