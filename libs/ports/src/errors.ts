/** Base of every error that this product throws on purpose. `code` is stable; `retryable` says whether a retry can help. */
export abstract class TwlError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
  /** Our own storage or queue failed. The data is correct, and the work has to be repeated after the repair. */
  get infrastructure(): boolean {
    return false;
  }

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Whether our own storage or queue failed; see {@link TwlError.infrastructure}. */
export const isInfrastructure = (error: unknown): boolean => error instanceof TwlError && error.infrastructure;

/** Something outside is unavailable or overloaded; the same call may succeed later. */
export class UnavailableError extends TwlError {
  readonly code = 'UNAVAILABLE';
  readonly retryable = true;

  /** @param message a sentence that says what is unavailable, and why if that is known */
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }

  override get infrastructure(): boolean {
    return true;
  }
}

/** Nothing has the requested name. */
export class NotFoundError extends TwlError {
  readonly code = 'NOT_FOUND';
  readonly retryable = false;

  constructor(
    readonly what: string,
    readonly missing: string,
  ) {
    super(`there is no ${what} ${JSON.stringify(missing)}`);
  }
}

/** A raw object with other content exists at this key; raw objects are written once. */
export class RawConflictError extends TwlError {
  readonly code = 'RAW_CONFLICT';
  readonly retryable = false;

  constructor(key: string) {
    super(`raw object ${key} exists with another content`);
  }
}

/** Another worker has taken over the lease of the stream; nothing more may be written under this one. */
export class LeaseLostError extends TwlError {
  readonly code = 'LEASE_LOST';
  readonly retryable = false;

  constructor(runId: string) {
    super(`the lease on run ${runId} is held by another worker`);
  }
}

/** A generation cannot be shown any more: it had no heartbeat for hours, or it was shown and then replaced. */
export class GenerationAbandonedError extends TwlError {
  readonly code = 'GENERATION_ABANDONED';
  readonly retryable = false;

  constructor() {
    super('this replay had no heartbeat for hours, and its generation was discarded: start it again');
  }
}

/** A secret that a source names is not set. `place` says where to set it. */
export class SecretMissingError extends TwlError {
  readonly code = 'SECRET_MISSING';
  readonly retryable = false;

  constructor(name: string, advice = `give it as environment variable TWL_SECRET_${name} or in the secrets file`) {
    super(`secret ${name} is not set: ${advice}`);
  }
}

/** A page that cannot be read as the manifest declares; the whole page is quarantined. */
export class UnreadablePageError extends TwlError {
  readonly code = 'UNREADABLE_PAGE';
  readonly retryable = false;

  constructor(
    readonly reason: 'UNPARSABLE' | 'SHAPE' | 'TRUNCATED' | 'ENCODING' | 'TOO_LARGE' | 'TOO_DEEP' | 'CONTRACT',
    detail: string,
    cause?: unknown,
  ) {
    super(detail, { cause });
  }
}

/** A position in a list that this store did not return, or returned for another query. */
export class BadCursorError extends TwlError {
  readonly code = 'BAD_CURSOR';
  readonly retryable = false;

  constructor() {
    super('the cursor is not one of this list: begin again without it');
  }
}

/** A walk of a list began so long ago that the store no longer has the earlier state of what has changed since. */
export class WalkExpiredError extends TwlError {
  readonly code = 'CURSOR_EXPIRED';
  readonly retryable = false;

  constructor() {
    super('the list has changed since the walk began, which is more than an hour ago: begin again without a cursor');
  }
}

/** A reader of the change feed was away for so long that the changes after its position are no longer kept. */
export class FeedExpiredError extends TwlError {
  readonly code = 'FEED_EXPIRED';
  readonly retryable = false;

  constructor() {
    super('the changes after this position are no longer kept: forget the records, and begin again without a position');
  }
}

/** A request without a complete response. */
export class HttpError extends TwlError {
  readonly retryable: boolean;

  constructor(
    readonly code:
      | 'HTTP_FORBIDDEN'
      | 'HTTP_UNREACHABLE'
      | 'HTTP_NO_HOST'
      | 'HTTP_PROTOCOL'
      | 'HTTP_TIMEOUT'
      | 'HTTP_TOO_LARGE'
      | 'HTTP_REDIRECTS'
      | 'HTTP_TRUNCATED'
      | 'HTTP_ENCODING'
      | 'HTTP_ABORTED',
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.retryable = code === 'HTTP_UNREACHABLE' || code === 'HTTP_TIMEOUT' || code === 'HTTP_TRUNCATED';
  }
}
