import { TwlError } from '@twl/ports';

/** The record is deleted: its source no longer lists it. */
export class RecordDeletedError extends TwlError {
  readonly code = 'RECORD_DELETED';
  readonly retryable = false;

  constructor(id: string, since: string) {
    super(
      `record ${JSON.stringify(id)} was deleted at ${since}: its source no longer lists it (?deleted=include returns its last content)`,
    );
  }
}

/** The raw page of a record has expired. */
export class RawExpiredError extends TwlError {
  readonly code = 'RAW_EXPIRED';
  readonly retryable = false;

  constructor(key: string, since: string) {
    super(`raw page ${key} has expired: the source keeps raw pages fetched since ${since}`);
  }
}
