/** What has to be known of a JSON text before it is parsed. */
export interface JsonShape {
  /** Objects and arrays inside each other at the deepest place. */
  depth: number;
  /** It may hold a number that a double does not hold exactly: 16 digits in a row, or a long exponent. */
  exact: boolean;
}

const quote = 0x22;
const backslash = 0x5c;

/** Where a string ends: the place after its closing quote, or the end. */
const afterString = (bytes: Uint8Array, from: number, to: number): number => {
  let at = from;
  while (at < to) {
    const byte = bytes[at]!;
    if (byte === quote) return at + 1;
    at += byte === backslash ? 2 : 1;
  }
  return to;
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
    const byte = bytes[at]!;
    if (byte >= 0x30 && byte <= 0x39) {
      if (++digits === 16) exact = true;
      continue;
    }
    digits = 0;
    if (byte === quote) at = afterString(bytes, at + 1, to) - 1;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
    // Digits of a fraction are not counted: such a number is a double in any case.
    else if (byte === 0x2e) digits = -1_000_000;
    else if ((byte === 0x65 || byte === 0x45) && isLongExponent(bytes, at)) exact = true;
  }
  return { depth: deepest, exact };
};
