/** Base of every error this product throws on purpose. `code` is stable; `retryable` says whether trying again can help. */
export abstract class TwlError extends Error {
  abstract readonly code: string;
  abstract readonly retryable: boolean;
  /** Storage or a queue of ours failed: nothing is wrong with what was worked on, and it is to be done again when that is mended. */
  get infrastructure(): boolean {
    return false;
  }

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Whether storage or a queue of ours failed; see {@link TwlError.infrastructure}. */
export const isInfrastructure = (error: unknown): boolean => error instanceof TwlError && error.infrastructure;

/** Something outside is away or overloaded for the moment; the same call may go through later. */
export class UnavailableError extends TwlError {
  readonly code = 'UNAVAILABLE';
  readonly retryable = true;

  /** @param message a sentence that says what is away, and why if that is known */
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }

  override get infrastructure(): boolean {
    return true;
  }
}

/** What was asked for by name is not there. */
export class NotFoundError extends TwlError {
  readonly code = 'NOT_FOUND';
  readonly retryable = false;

  constructor(what: string, name: string) {
    super(`there is no ${what} ${JSON.stringify(name)}`);
  }
}

/** A raw object stands already at this key with another content; the zone is write-once. */
export class RawConflictError extends TwlError {
  readonly code = 'RAW_CONFLICT';
  readonly retryable = false;

  constructor(key: string) {
    super(`raw object ${key} exists with another content`);
  }
}

/** The worker's lease on the stream went to another one; nothing more may be written under it. */
export class LeaseLostError extends TwlError {
  readonly code = 'LEASE_LOST';
  readonly retryable = false;

  constructor(runId: string) {
    super(`the lease on run ${runId} is held by another worker`);
  }
}

/** A generation was taken for left, because nothing was heard of it for hours, or was shown and replaced since: it cannot be shown any more. */
export class GenerationAbandonedError extends TwlError {
  readonly code = 'GENERATION_ABANDONED';
  readonly retryable = false;

  constructor() {
    super('nothing was heard of this replay for hours, so that what it had built was given up: start it again');
  }
}

/** A secret that a source names is not set. `place` says where it is looked for. */
export class SecretMissingError extends TwlError {
  readonly code = 'SECRET_MISSING';
  readonly retryable = false;

  constructor(name: string, advice = `give it as environment variable TWL_SECRET_${name} or in the secrets file`) {
    super(`secret ${name} is not set: ${advice}`);
  }
}

/** An answer page that cannot be read as what the manifest declares; the page is quarantined whole. */
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

/** A position in a list that this store did not give out, or gave out for another query. */
export class BadCursorError extends TwlError {
  readonly code = 'BAD_CURSOR';
  readonly retryable = false;

  constructor() {
    super('the cursor is not one of this list: begin again without it');
  }
}

/** A walk of a list began so long ago that what has changed since is no longer kept as it was. */
export class WalkExpiredError extends TwlError {
  readonly code = 'CURSOR_EXPIRED';
  readonly retryable = false;

  constructor() {
    super('the list has changed since the walk began, which is more than an hour ago: begin again without a cursor');
  }
}

/** A request that gave no whole answer. */
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
