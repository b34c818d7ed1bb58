import { errorText } from '@twl/json';
import { BadCursorError, TwlError, WalkExpiredError } from './errors';

/** What of an error goes from one thread to another: its class does not. */
export interface SentError {
  /** Of an error that this product throws on purpose. */
  code?: string;
  retryable: boolean;
  infrastructure: boolean;
  message: string;
  stack?: string;
}

/** An error on purpose that another thread threw: what it was is known by its code. */
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

/** The parts of an error that are sent. */
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

/** Errors that say the same each time, and that are told apart by their class. */
const fixed: Readonly<Record<string, () => TwlError>> = {
  BAD_CURSOR: () => new BadCursorError(),
  CURSOR_EXPIRED: () => new WalkExpiredError(),
};

/** The error that was sent: one on purpose as {@link ReceivedError}. */
export const receivedError = (sent: SentError): Error => {
  const { code } = sent;
  if (code === undefined) return Object.assign(new Error(sent.message), { stack: sent.stack });
  return fixed[code]?.() ?? new ReceivedError({ ...sent, code });
};
