import { TwlError } from '@twl/ports';

/** The source no longer lists a record. */
export class RecordDeletedError extends TwlError {
  readonly code = 'RECORD_DELETED';
  readonly retryable = false;

  constructor(id: string, since: string) {
    super(
      `record ${JSON.stringify(id)} is deleted since ${since}: its source no longer lists it (?deleted=include shows it as it last was)`,
    );
  }
}

/** The raw page of a record is older than the source keeps them. */
export class RawExpiredError extends TwlError {
  readonly code = 'RAW_EXPIRED';
  readonly retryable = false;

  constructor(key: string, since: string) {
    super(`raw page ${key} is no longer kept: the source keeps raw pages that were fetched since ${since}`);
  }
}
