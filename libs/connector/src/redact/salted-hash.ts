import { createHash } from 'node:crypto';

/** What stands for a value that is to be compared and not known. `salt` makes it differ between streams. */
export const saltedHash = (salt: string, value: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(salt).update('\0').update(value).digest('hex')}`;
