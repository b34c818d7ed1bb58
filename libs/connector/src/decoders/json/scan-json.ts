/** What must be known of a JSON text before it is parsed. */
export interface JsonShape {
  /** Objects and arrays inside each other at the deepest place. */
  depth: number;
  /** It may hold a number that a double does not hold exactly: 16 digits in a row, or a long exponent. */
  exact: boolean;
}

const quote = 0x22;
const backslash = 0x5c;

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** An exponent of three digits can be more than a double holds. */
export const isLongExponent = (bytes: Uint8Array, at: number): boolean => {
  const from = bytes[at + 1] === 0x2b ? at + 2 : at + 1;
  return isDigit(bytes[at - 1]) && isDigit(bytes[from]) && isDigit(bytes[from + 1]) && isDigit(bytes[from + 2]);
};

/** The place of the first byte that is no digit. */
const afterDigits = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (isDigit(bytes[at])) at++;
  return at;
};

/** The place after the quote that closes a string, or at least the end. */
const afterString = (bytes: Uint8Array, from: number): number => {
  const { length } = bytes;
  let at = from;
  while (at < length) {
    const byte = bytes[at++];
    if (byte === quote) break;
    if (byte === backslash) at++;
  }
  return at;
};

/** Scans JSON bytes once without parsing them. */
export const scanJson = (bytes: Uint8Array): JsonShape => {
  const { length } = bytes;
  let depth = 0;
  let deepest = 0;
  let exact = false;
  for (let at = 0; at < length;) {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- hot, and in bounds by the loop
    const byte = bytes[at++]!;
    if (byte === quote) at = afterString(bytes, at);
    else if (byte >= 0x30 && byte <= 0x39) {
      const end = afterDigits(bytes, at);
      if (end - at >= 15) exact = true;
      // Digits of a fraction are not counted: such a number is a double in any case.
      at = bytes[end] === 0x2e ? afterDigits(bytes, end + 1) : end;
      if (bytes[at] === 0x65 || bytes[at] === 0x45) exact ||= isLongExponent(bytes, at);
      // `[` and `{`, then `]` and `}`: one bit apart.
    } else if ((byte | 0x20) === 0x7b) {
      if (++depth > deepest) deepest = depth;
    } else if ((byte | 0x20) === 0x7d) depth--;
  }
  return { depth: deepest, exact };
};
