import type { NeedleMatch, NeedleFinder } from './needle-finder';
import { starsFor, type WritingOver } from './writing-over';

/** Number of bytes before a needle that are kept, to detect an escape that it begins in. */
const behind = 16;
/** One byte less than the maximum head of a needle. */
const headRest = 5;
const backslash = 0x5c;
const quote = 0x22;
const letterU = 0x75;

/** Overwrites needles in bytes that arrive in chunks, wherever they are cut. JSON stays JSON. */
export class ByteMask {
  private rest: Uint8Array = new Uint8Array();
  /** Number of bytes of `rest` that were already returned. */
  private given = 0;
  /** True if something was overwritten. */
  found = false;

  constructor(
    private readonly finder: NeedleFinder,
    private readonly instead: WritingOver = starsFor,
  ) {}

  push(chunk: Uint8Array): Uint8Array[] {
    return this.masked(this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk, false);
  }

  /** Returns the rest. Nothing is pushed afterwards. */
  end(last: Uint8Array = new Uint8Array()): Uint8Array[] {
    return this.masked(this.rest.length > 0 ? Buffer.concat([this.rest, last]) : last, true);
  }

  private masked(bytes: Uint8Array, isLast: boolean): Uint8Array[] {
    const parts: Uint8Array[] = [];
    let from = this.given;
    let until = isLast ? bytes.length : Math.max(from, bytes.length - headRest);
    for (let found = this.finder.find(bytes, from, isLast); found; found = this.finder.find(bytes, from, isLast)) {
      if (found.isOpen) {
        until = found.from;
        break;
      }
      const start = startOf(bytes, found);
      const end = endOf(bytes, { ...found, from: start });
      parts.push(bytes.subarray(from, start), this.over(bytes, { ...found, from: start, to: end }));
      from = end;
      until = Math.max(until, from);
    }
    parts.push(bytes.subarray(from, until));
    this.rest = bytes.subarray(Math.max(0, until - behind));
    this.given = Math.min(until, behind);
    return parts.filter((part) => part.length > 0);
  }

  private over(bytes: Uint8Array, { from, to, isNumber }: NeedleMatch): Uint8Array {
    this.found = true;
    return this.instead({ bytes: bytes.subarray(from, to), isNumber, isQuoted: bytes[from - 1] === quote });
  }
}

const isOddBefore = (bytes: Uint8Array, at: number): boolean => {
  let count = 0;
  while (bytes[at - 1 - count] === backslash) count++;
  return count % 2 === 1;
};

const isHex = (byte: number | undefined): boolean => byte !== undefined && /[\da-f]/i.test(String.fromCharCode(byte));

/**
 * In JSON, a match can begin inside an escape: `\n` before `ext` is not `next`. The escape stays whole, and so do quotes, which can be
 * those around the text.
 */
const startOf = (bytes: Uint8Array, { from, to }: NeedleMatch): number => {
  let at = from;
  for (let u = at; u >= at - 4; u--) if (bytes[u] === letterU && isOddBefore(bytes, u) && isUnicode(bytes, u)) return Math.min(u + 5, to);
  if (isOddBefore(bytes, at)) at++;
  while (at < to && bytes[at] === quote) at++;
  return at;
};

const isUnicode = (bytes: Uint8Array, u: number): boolean => [1, 2, 3, 4].every((step) => isHex(bytes[u + step]));

/** A quote at the end may be the one around the text, and a backslash at the end may belong to the quote behind it. */
const endOf = (bytes: Uint8Array, { from, to }: NeedleMatch): number => {
  let end = to;
  while (end > from && bytes[end - 1] === quote && !isOddBefore(bytes, end - 1)) end--;
  return bytes[end] === quote && end > from && isOddBefore(bytes, end) ? end - 1 : end;
};
