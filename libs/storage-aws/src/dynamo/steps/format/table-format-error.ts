import { describeFormat, TwlError, type FormatVersions } from '@twl/ports';

const keep = 'keep table and bucket with the version that made them, and start this one with others (TABLE_NAME, RAW_BUCKET)';

/** Another version of the product made the items of the table. */
export class TableFormatError extends TwlError {
  readonly code = 'STORAGE_VERSION';
  readonly retryable = false;

  constructor(table: string, versions: FormatVersions) {
    super(`DynamoDB table ${table}: ${describeFormat(versions, keep)}`);
  }

  override get infrastructure(): boolean {
    return true;
  }
}
