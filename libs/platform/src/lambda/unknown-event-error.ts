/** A function received an unknown event. */
export class UnknownEventError extends Error {
  /** @param expected description of the events that the function accepts */
  constructor(expected: string) {
    super(`unknown event: ${expected}`);
    this.name = 'UnknownEventError';
  }
}
