import type { NeedleMatch, NeedleFinder } from './needle-finder';
import { withStars, type WritingOver } from './writing-over';

/** So much before a needle is kept in view, to see whether it begins inside of an escape. */
const behind = 16;
/** Fewer bytes than tell where a needle may begin, at most. */
const headRest = 5;
const backslash = 0x5c;
const quote = 0x22;
const letterU = 0x75;

/** Writes over the needles in bytes that come in pieces, wherever those are cut. What is JSON stays JSON. */
export class ByteMask {
  private rest: Uint8Array = new Uint8Array();
  /** Bytes of `rest` that were given out already. */
  private given = 0;
  /** Whether something was written over. */
  found = false;

  constructor(
    private readonly finder: NeedleFinder,
    private readonly instead: WritingOver = withStars,
  ) {}

  push(chunk: Uint8Array): Uint8Array[] {
    return this.masked(this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk, false);
  }

  /** What is left. Nothing is pushed afterwards. */
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
      const start = beginOf(bytes, found);
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
 * In JSON, what stands at a place may be the rest of an escape: `\n` before `ext` is no `next`. The escape is left whole, and so are quotes, which
 * may be those around the text.
 */
const beginOf = (bytes: Uint8Array, { from, to }: NeedleMatch): number => {
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
