import { describeFormat, TwlError, type FormatVersions } from '@twl/ports';

/** Codes for faults of the disk or of the database file. */
export type StorageCode =
  | 'STORAGE_FULL'
  | 'STORAGE_BUSY'
  | 'STORAGE_DENIED'
  | 'STORAGE_MISSING'
  | 'STORAGE_CORRUPT'
  | 'STORAGE_VERSION'
  | 'STORAGE_KEY'
  | 'STORAGE_IO';

const advice: Record<StorageCode, string> = {
  STORAGE_FULL: 'the disk is full: free some space',
  STORAGE_BUSY: 'another process holds the database for too long',
  STORAGE_DENIED: 'no permission to read or write it: check its owner, its mode and whether the disk is read-only',
  STORAGE_MISSING: 'it does not exist, or a part of its path is not a folder',
  STORAGE_CORRUPT: 'the file is damaged or not a database: restore it, or move it away and replay from raw',
  STORAGE_VERSION: 'another version of the product made it',
  STORAGE_KEY: 'the name is longer than the file system allows',
  STORAGE_IO: 'reading or writing failed',
};

const permanentCodes: readonly StorageCode[] = ['STORAGE_CORRUPT', 'STORAGE_VERSION', 'STORAGE_KEY'];

/** The embedded engine cannot read or write. `retryable` is false if the files themselves are damaged or unusable. */
export class StorageError extends TwlError {
  readonly retryable: boolean;

  constructor(
    readonly code: StorageCode,
    what: string,
    { cause, todo = advice[code] }: { cause?: unknown; todo?: string } = {},
  ) {
    super(`${what}: ${todo}${detailOf(cause)}`, { cause });
    this.retryable = !permanentCodes.includes(code);
  }

  /** A damaged file and a name that is too long concern only that one file. */
  override get infrastructure(): boolean {
    return this.code !== 'STORAGE_CORRUPT' && this.code !== 'STORAGE_KEY';
  }
}

const keepFolder = 'keep the data folder with the version that made it, and start this one with another DATA_DIR, or move the folder away';

/** The error for a file that another version of the product made. */
export const versionError = (what: string, versions: FormatVersions): StorageError =>
  new StorageError('STORAGE_VERSION', what, { todo: describeFormat(versions, keepFolder) });

/** The errors that Node throws for files and databases. Checked by their properties, because they may come from another realm. */
interface SystemError {
  message: string;
  code?: unknown;
  errcode?: unknown;
}

const isSystemError = (error: unknown): error is SystemError => typeof error === 'object' && error !== null && 'message' in error;

const detailOf = (cause: unknown): string => (isSystemError(cause) ? ` (${cause.message})` : '');

/** Codes by the primary result code, https://sqlite.org/rescode.html. */
const sqliteCodes: Record<number, StorageCode> = {
  3: 'STORAGE_DENIED',
  5: 'STORAGE_BUSY',
  6: 'STORAGE_BUSY',
  8: 'STORAGE_DENIED',
  10: 'STORAGE_IO',
  11: 'STORAGE_CORRUPT',
  13: 'STORAGE_FULL',
  14: 'STORAGE_MISSING',
  26: 'STORAGE_CORRUPT',
};

const systemCodes: Record<string, StorageCode> = {
  ENOSPC: 'STORAGE_FULL',
  EDQUOT: 'STORAGE_FULL',
  EFBIG: 'STORAGE_FULL',
  EACCES: 'STORAGE_DENIED',
  EPERM: 'STORAGE_DENIED',
  EROFS: 'STORAGE_DENIED',
  ENOENT: 'STORAGE_MISSING',
  ENOTDIR: 'STORAGE_MISSING',
  EEXIST: 'STORAGE_MISSING',
  ENAMETOOLONG: 'STORAGE_KEY',
  EIO: 'STORAGE_IO',
  EMFILE: 'STORAGE_IO',
  ENFILE: 'STORAGE_IO',
};

const codeOf = ({ code, errcode }: SystemError): StorageCode | undefined =>
  typeof errcode === 'number' ? sqliteCodes[errcode & 0xff] : systemCodes[String(code)];

/** Returns a `StorageError` for an error of the disk or of the database file, and any other error unchanged. */
export const translateError = (error: unknown, what: string): unknown => {
  if (!isSystemError(error) || error instanceof TwlError) return error;
  const code = codeOf(error);
  return code ? new StorageError(code, what, { cause: error }) : error;
};

/** Another process holds the database. */
export const isBusy = (error: unknown): boolean => error instanceof StorageError && error.code === 'STORAGE_BUSY';

/** Runs an action on files and translates its errors. */
export const translateErrors = async <T>(what: string, action: () => Promise<T>): Promise<T> => {
  try {
    return await action();
  } catch (error) {
    throw translateError(error, what);
  }
};
