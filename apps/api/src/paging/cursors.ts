import { createHmac, timingSafeEqual } from 'node:crypto';
import { BadCursorError } from '@twl/ports';

/** The list and filters that a cursor belongs to; it is invalid for any other. */
export type CursorScope = Readonly<Record<string, unknown>>;

const macBytes = 16;

/** Converts the list position of a store to an opaque, signed cursor, and back. */
export class Cursors {
  constructor(private readonly key: Uint8Array) {}

  seal(position: string, scope: CursorScope): string {
    const text = Buffer.from(position);
    return Buffer.concat([this.mac(text, scope), text]).toString('base64url');
  }

  /** @throws BadCursorError if the cursor is invalid or belongs to another scope */
  open(cursor: string, scope: CursorScope): string {
    const bytes = Buffer.from(cursor, 'base64url');
    const text = bytes.subarray(macBytes);
    const sealedHere = bytes.length > macBytes && timingSafeEqual(bytes.subarray(0, macBytes), this.mac(text, scope));
    // Base64 decoding ignores foreign characters, so the decoded bytes must encode to the same cursor.
    if (!sealedHere || bytes.toString('base64url') !== cursor) throw new BadCursorError();
    return text.toString();
  }

  private mac(position: Uint8Array, scope: CursorScope): Buffer {
    return createHmac('sha256', this.key).update(canonical(scope)).update('\0').update(position).digest().subarray(0, macBytes);
  }
}

function canonical(scope: CursorScope): string {
  const known = Object.entries(scope).filter(([, value]) => value !== undefined);
  return JSON.stringify(known.sort(([a], [b]) => (a < b ? -1 : 1)));
}
