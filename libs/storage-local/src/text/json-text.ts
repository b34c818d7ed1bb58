const exact = JSON as unknown as {
  rawJSON(text: string): unknown;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
};

/** Only texts with such a run of digits can hold an integer that a double does not hold exactly. */
const manyDigits = /\d{16}/;

const writeNumber = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return exact.rawJSON(value.toString());
  // A double beyond the safe range is written with an exponent, so that it is not taken for an exact integer when it is read.
  const isInexact = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isInexact ? exact.rawJSON(value.toExponential()) : value;
};

const readNumber = (_key: string, value: unknown, { source }: { source?: string }): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;

/** JSON text of a value with big integers in it: every digit is kept, and which numbers were exact. */
export const writeJson = (value: unknown): string => {
  try {
    const text = JSON.stringify(value) ?? 'null';
    if (!manyDigits.test(text)) return text;
  } catch (error) {
    // The quick way refuses big integers.
    if (!(error instanceof TypeError)) throw error;
  }
  return JSON.stringify(value, writeNumber);
};

/** The value that {@link writeJson} wrote. */
export const readJson = <T>(text: string): T => (manyDigits.test(text) ? exact.parse(text, readNumber) : JSON.parse(text)) as T;
