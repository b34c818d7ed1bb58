import { TwlError } from '@twl/ports';

/** A folder that is no backup, a damaged backup, or a folder that cannot take a restore. */
export class BackupError extends TwlError {
  readonly code = 'BACKUP';
  readonly retryable = false;
}
