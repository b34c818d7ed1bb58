import { TwlError } from '@twl/ports';

/** A record existed at a time, but its version of that time is no longer kept. */
export class VersionExpiredError extends TwlError {
  readonly code = 'VERSION_EXPIRED';
  readonly retryable = false;

  constructor(id: string, asOf: string) {
    super(
      `the record ${JSON.stringify(id)} existed at ${asOf}, but its version of that time is no longer kept: choose a later time, or leave its stream out`,
    );
  }
}
