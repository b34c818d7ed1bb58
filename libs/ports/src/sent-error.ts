import { errorText } from '@twl/json';
import { BadCursorError, TwlError, WalkExpiredError } from './errors';

/** The parts of an error that one thread sends to another; the class is not among them. */
export interface SentError {
  /** Code of an error that this product throws on purpose. */
  code?: string;
  retryable: boolean;
  infrastructure: boolean;
  message: string;
  stack?: string;
}

/** An error that another thread threw on purpose; its code identifies it. */
export class ReceivedError extends TwlError {
  readonly code: string;
  readonly retryable: boolean;
  readonly #infrastructure: boolean;

  constructor({ code, retryable, infrastructure, message, stack }: SentError & { code: string }) {
    super(message);
    this.code = code;
    this.retryable = retryable;
    this.#infrastructure = infrastructure;
    if (stack !== undefined) this.stack = stack;
  }

  override get infrastructure(): boolean {
    return this.#infrastructure;
  }
}

/** Returns the parts of an error that are sent. */
export const sentError = (error: unknown): SentError => {
  const stack = error instanceof Error ? error.stack : undefined;
  const own = error instanceof TwlError ? error : { retryable: false, infrastructure: false };
  const { retryable, infrastructure } = own;
  return {
    ...(error instanceof TwlError && { code: error.code }),
    retryable,
    infrastructure,
    message: errorText(error),
    ...(stack && { stack }),
  };
};

/** Errors with a fixed text that callers recognize by their class. */
const fixed: Readonly<Record<string, () => TwlError>> = {
  BAD_CURSOR: () => new BadCursorError(),
  CURSOR_EXPIRED: () => new WalkExpiredError(),
};

/** Restores an error that was sent; one that was thrown on purpose becomes a {@link ReceivedError}. */
export const receivedError = (sent: SentError): Error => {
  const { code } = sent;
  if (code === undefined) return Object.assign(new Error(sent.message), { stack: sent.stack });
  return fixed[code]?.() ?? new ReceivedError({ ...sent, code });
};
