/** What has to be known of a JSON text before it is parsed. */
export interface JsonShape {
  /** Objects and arrays inside each other at the deepest place. */
  depth: number;
  /** It may hold a number that a double does not hold exactly: 16 digits in a row, or a long exponent. */
  exact: boolean;
}

const quote = 0x22;
const backslash = 0x5c;

/** What a byte outside strings is: most are nothing that matters. */
const kind = { other: 0, digit: 1, quote: 2, open: 3, close: 4, point: 5, exponent: 6 } as const;
const kinds = new Uint8Array(256);
kinds.fill(kind.digit, 0x30, 0x3a);
kinds[quote] = kind.quote;
kinds[0x7b] = kinds[0x5b] = kind.open;
kinds[0x7d] = kinds[0x5d] = kind.close;
kinds[0x2e] = kind.point;
kinds[0x65] = kinds[0x45] = kind.exponent;

/** The place of a string's closing quote, or at least the end. */
const endOfString = (bytes: Uint8Array, from: number, to: number): number => {
  let at = from;
  while (at < to) {
    const byte = bytes[at]!;
    if (byte === quote) break;
    at += byte === backslash ? 2 : 1;
  }
  return at;
};

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** An exponent of three digits can be more than a double holds. */
export const isLongExponent = (bytes: Uint8Array, at: number): boolean => {
  const from = bytes[at + 1] === 0x2b ? at + 2 : at + 1;
  return isDigit(bytes[at - 1]) && isDigit(bytes[from]) && isDigit(bytes[from + 1]) && isDigit(bytes[from + 2]);
};

/** Looks through JSON bytes once, without understanding them. */
export const scanJson = (bytes: Uint8Array, from = 0, to = bytes.length): JsonShape => {
  let depth = 0;
  let deepest = 0;
  let digits = 0;
  let exact = false;
  for (let at = from; at < to; at++) {
    const found = kinds[bytes[at]!]!;
    if (found === kind.digit) {
      if (++digits === 16) exact = true;
      continue;
    }
    digits = 0;
    if (found === kind.other) continue;
    if (found === kind.quote) at = endOfString(bytes, at + 1, to);
    else if (found === kind.open) {
      if (++depth > deepest) deepest = depth;
    } else if (found === kind.close) depth--;
    // Digits of a fraction are not counted: such a number is a double in any case.
    else if (found === kind.point) digits = -1_000_000;
    else if (isLongExponent(bytes, at)) exact = true;
  }
  return { depth: deepest, exact };
};
