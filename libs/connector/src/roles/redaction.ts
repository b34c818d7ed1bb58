import type { Payload } from '@twl/ports';

/** Removes declared fields from a body before anything else reads it. */
export interface Redaction {
  /** Returns a new body in UTF-8; the given one stays open. @throws ReadFailedError for an unknown charset */
  apply(body: Payload, headers: Readonly<Record<string, string>>): Promise<Payload>;
}
