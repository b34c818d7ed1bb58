/** A wrong use of a control endpoint; the message explains it. */
export class BadControlError extends Error {
  readonly code = 'BAD_CONTROL';
  override readonly name = 'BadControlError';
}
