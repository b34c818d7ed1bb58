/** What has to be known of a JSON text before it is parsed. */
export interface JsonShape {
  /** Objects and arrays inside each other at the deepest place. */
  depth: number;
  /** It may hold a number that a double does not hold exactly: 16 digits in a row, or an exponent. */
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

/** Looks through JSON bytes once, without understanding them. */
export const scanJson = (bytes: Uint8Array, from = 0, to = bytes.length): JsonShape => {
  let depth = 0;
  let deepest = 0;
  let digits = 0;
  let exact = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === quote) at = afterString(bytes, at + 1, to) - 1;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
    else if (byte >= 0x30 && byte <= 0x39) {
      if (++digits >= 16) exact = true;
      continue;
    } else if ((byte === 0x65 || byte === 0x45) && isDigit(bytes[at - 1])) exact = true;
    digits = 0;
  }
  return { depth: deepest, exact };
};
