import type { Payload } from '@twl/ports';

/** Takes declared fields out of a body before anybody else sees it. */
export interface Redaction {
  /** A new body, in UTF-8; the given one stays open. @throws ReadFailedError for a charset that nobody knows */
  apply(body: Payload, headers: Readonly<Record<string, string>>): Promise<Payload>;
}
