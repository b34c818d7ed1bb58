import { headsOf, matchAt, type Needle } from './needle';

/** Position of a match. `isOpen`: the bytes end before it is certain. */
export interface NeedleMatch {
  from: number;
  to: number;
  isNumber: boolean;
  isOpen: boolean;
}

/** Minimum length of a truncated needle at the end of a text. */
const fewest = 8;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * Finds many needles in one pass: a table of byte pairs gives the minimum distance to the next start of any spelling (Wu and Manber), so
 * that most bytes are never read.
 */
export class NeedleFinder {
  private shifts: Uint8Array | undefined;
  private readonly heads = new Map<number, Needle[]>();

  /** @param head number of bytes that identify the start of a needle, at most 6: more is faster, but no needle may be shorter */
  constructor(private readonly head: number) {}

  get isEmpty(): boolean {
    return this.heads.size === 0;
  }

  add(needle: Needle): void {
    const shifts = (this.shifts ??= new Uint8Array(2 ** 16).fill(this.head - 1));
    for (const head of headsOf(needle, this.head)) {
      const known = this.heads.get(head);
      if (known) known.push(needle);
      else this.heads.set(head, [needle]);
      for (let remaining = 0, rest = head; remaining < this.head - 1; remaining++, rest = Math.floor(rest / 256)) {
        const pair = rest % 2 ** 16;
        shifts[pair] = Math.min(shifts[pair] ?? remaining, remaining);
      }
    }
  }

  /** The first needle from a place on. With `isLast` nothing follows the bytes. */
  find(bytes: Uint8Array, from: number, isLast: boolean): NeedleMatch | undefined {
    const { shifts } = this;
    const before = this.head - 2;
    if (!shifts) return undefined;
    const last = bytes.length - 1;
    for (let at = from + before; at < last;) {
      // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- hot, in bounds by the loop, and the table has all pairs of bytes
      const shift = shifts[(bytes[at]! << 8) | bytes[at + 1]!]!;
      if (shift > 0) at += shift;
      else {
        const found = this.at(bytes, at - before, isLast);
        if (found) return found;
        at++;
      }
    }
    return undefined;
  }

  private at(bytes: Uint8Array, at: number, isLast: boolean): NeedleMatch | undefined {
    let head = 0;
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- hot, and `find` looks no farther than the bytes
    for (let offset = 0; offset < this.head; offset++) head = head * 256 + bytes[at + offset]!;
    let best: NeedleMatch | undefined;
    for (const needle of this.heads.get(head) ?? []) {
      const { end, isOpen, fits } = matchAt(bytes, at, needle);
      const { isNumber } = needle;
      if (!isLast && (isOpen || end === bytes.length)) return { from: at, to: at, isNumber, isOpen: true };
      const to = end ?? (isOpen && fits >= fewest ? bytes.length : undefined);
      if (to === undefined || (isNumber && (isDigitBefore(bytes, at) || isDigit(bytes[to])))) continue;
      if (!best || to > best.to) best = { from: at, to, isNumber, isOpen: false };
    }
    return best;
  }
}

/** A digit that is no part of an escaped character. */
const isDigitBefore = (bytes: Uint8Array, at: number): boolean =>
  isDigit(bytes[at - 1]) && bytes[at - 3] !== 0x25 && !(bytes[at - 5] === 0x75 && bytes[at - 6] === 0x5c);
