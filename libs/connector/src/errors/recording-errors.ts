import { TwlError } from '@twl/ports';

/** What was to be recorded is more than a fixture holds. */
export class RecordingError extends TwlError {
  readonly code = 'RECORDING';
  readonly retryable = false;
}

/** A request that was not recorded, asked for while only recorded ones can be answered. */
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

  constructor(place: string, detail: string, cause?: unknown) {
    super(`${place}: ${detail}`, { cause });
  }
}
