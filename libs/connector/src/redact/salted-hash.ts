import { createHash } from 'node:crypto';

/** Returns a replacement of a value that can be compared but not read. `salt` makes it differ between streams. */
export const computeSaltedHash = (salt: string, value: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(salt).update('\0').update(value).digest('hex')}`;
