import { TwlError } from '@twl/ports';

/** Something in a manifest or a `source.yaml` that is wrong or not supported; `path` is the key's, inside the document. */
export class ManifestError extends TwlError {
  readonly code = 'MANIFEST';
  readonly retryable = false;

  constructor(
    readonly path: string,
    detail: string,
    readonly position?: SourceLocation,
  ) {
    super(detail);
  }
}

/** A position in a file; line and column count from 1. */
export interface SourceLocation {
  file: string;
  line: number;
  column: number;
}

/** The source cannot be read any further, and trying again within this run will not help. */
export class ReadFailedError extends TwlError {
  readonly code = 'READ_FAILED';
  readonly retryable = false;
}

/** The source requires a wait longer than the run may take; reading resumes at `resumeAt` (ms since 1970). */
export class ReadDeferredError extends TwlError {
  readonly code = 'READ_DEFERRED';
  readonly retryable = true;

  constructor(
    readonly resumeAt: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** Paging loops, or the source returns more than allowed: the end is not reached, and what was read is kept. */
export class ReadStalledError extends TwlError {
  readonly code: string = 'READ_STALLED';
  readonly retryable = false;
}

/** The run has reached its limit: nothing more of any partition is read. */
export class ReadLimitError extends ReadStalledError {
  override readonly code = 'READ_LIMIT';
}
