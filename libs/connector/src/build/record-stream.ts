import type { Json, JsonObject } from '@twl/contracts';
import type { Retriever } from '../roles/retriever';
import type { Decoder } from '../roles/roles';
import type { Slice } from '../roles/slice';
import type { Slicer } from '../roles/slicer';
import type { BuildContext } from './build-context';

/** How to read a stream: a retriever for its pages, and a slicer for its work and state. */
export interface StreamCore {
  /** Distinguishes the ways to read a stream; empty if there is only one. */
  variant: string;
  retriever: Retriever;
  slicer: Slicer;
  decoder: Decoder;
  context: BuildContext;
}
/** The chosen way to read a stream and the initial state; no state if the given one is too old. */
interface ChosenCore {
  core: StreamCore;
  state: Json;
}
/** A stream of a manifest, before it has settings. */
export interface RecordStream {
  readonly name: string;
  /** The fields of its primary key, as declared. */
  readonly keyParts: string[][];
  /** The way to read it from a state. */
  pick(state: Json): ChosenCore;
  /** The way that a stored page was read. */
  variant(name: string): StreamCore;
  /** True if a read without a state of its own must be remembered as complete. */
  readonly remembersFullRead: boolean;
  /** Field that the stream's cursor follows. */
  readonly cursorField: string | undefined;
}
/** One record of a parent stream. */
export interface ParentRecord {
  data: JsonObject;
  slice: Slice;
}
