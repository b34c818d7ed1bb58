/** An event that a function does not know. */
export class UnknownEventError extends Error {
  /** @param expected which events the function takes, in words */
  constructor(expected: string) {
    super(`unknown event: ${expected}`);
    this.name = 'UnknownEventError';
  }
}
