/** A control that was used wrongly; the message says how. */
export class BadControlError extends Error {
  readonly code = 'BAD_CONTROL';
  override readonly name = 'BadControlError';
}
