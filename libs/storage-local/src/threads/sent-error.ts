import { BadCursorError, messageOf, TwlError, WalkExpiredError } from '@twl/ports';
import { StorageError, type StorageCode } from '../errors';

/** An error on its way from a thread: there only its parts arrive, not its class. */
export type SentError =
  { kind: 'BAD_CURSOR' | 'CURSOR_EXPIRED' } | { kind: 'STORAGE'; code: StorageCode; detail: string } | { kind: 'fault'; text: string };

/** The parts of an error that a read threw. */
export const sentError = (error: unknown): SentError => {
  if (error instanceof StorageError) return { kind: 'STORAGE', code: error.code, detail: messageOf(error.cause) };
  if (error instanceof BadCursorError || error instanceof WalkExpiredError) return { kind: error.code };
  return {
    kind: 'fault',
    text: error instanceof Error && !(error instanceof TwlError) ? (error.stack ?? error.message) : messageOf(error),
  };
};

/** The error that was sent. `what` names the database. */
export const receivedError = (sent: SentError, what: string): Error => {
  if (sent.kind === 'STORAGE') return new StorageError(sent.code, what, new Error(sent.detail));
  if (sent.kind === 'fault') return new Error(`a reading thread failed: ${sent.text}`);
  return sent.kind === 'BAD_CURSOR' ? new BadCursorError() : new WalkExpiredError();
};
