import type { Json, JsonObject } from '@twl/contracts';
import type { Retriever } from '../roles/retriever';
import type { Decoder } from '../roles/roles';
import type { Slice } from '../roles/slice';
import type { Slicer } from '../roles/slicer';
import type { BuildContext } from './build-context';

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
interface Picked {
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
