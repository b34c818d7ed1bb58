import { TwlError } from '@twl/ports';

/** The recording is larger than a fixture can be. */
export class RecordingError extends TwlError {
  readonly code = 'RECORDING';
  readonly retryable = false;
}

/** A request that was not recorded, in a replay. */
export class NotRecordedError extends TwlError {
  readonly code = 'NOT_RECORDED';
  readonly retryable = false;

  constructor(readonly request: string) {
    super(`${request} is not among the fixtures`);
  }
}

/** A fixture that cannot be used; the text begins with its place. */
export class FixtureError extends TwlError {
  readonly code = 'FIXTURE';
  readonly retryable = false;

  constructor(file: string, detail: string, cause?: unknown) {
    super(`${file}: ${detail}`, { cause });
  }
}
