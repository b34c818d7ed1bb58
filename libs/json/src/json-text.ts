import type { Json } from '@twl/contracts';
import { exactNumber, integerText } from './exact-number';

const exact = JSON as unknown as {
  rawJSON(text: string): unknown;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
};

/** Digits that an integer has at least when a double may not hold it exactly. */
const manyDigits = 16;

const isDigit = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at);
  return unit >= 48 && unit <= 57;
};

/** Whether a text has a run of so many digits: one of them then lies at a multiple of their number, so that few need a look. */
const hasManyDigits = (text: string): boolean => {
  for (let at = manyDigits - 1; at < text.length; at += manyDigits) {
    if (!isDigit(text, at)) continue;
    let from = at;
    let to = at + 1;
    while (isDigit(text, from - 1)) from -= 1;
    while (isDigit(text, to)) to += 1;
    if (to - from >= manyDigits) return true;
  }
  return false;
};

/** A replacer for `JSON.stringify` that writes a bigint as a number, without losing a digit. */
export const exactNumbers = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? exact.rawJSON(integerText(value)) : value;

/** JSON text for others to read, in which no integer loses a digit; with `indent`, over several lines. */
export const toJsonText = (value: unknown, indent?: number): string => {
  try {
    return JSON.stringify(value, undefined, indent);
  } catch {
    // A function for each value takes several times as long, and few values have a bigint.
    return JSON.stringify(value, exactNumbers, indent);
  }
};

const writeNumber = (_key: string, value: unknown): unknown => {
  // A double beyond the safe range is written with an exponent, so that it is not taken for an exact integer when it is read.
  const isInexact = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  if (isInexact) return exact.rawJSON(value.toExponential());
  // With all its digits, by which it is known when it is read.
  return typeof value === 'bigint' ? exact.rawJSON(value.toString()) : value;
};

/** JSON text of a value with big integers in it: every digit is kept, and which numbers were exact. */
export const writeJson = (value: unknown): string => {
  try {
    const text = JSON.stringify(value) ?? 'null';
    if (!hasManyDigits(text)) return text;
  } catch (error) {
    // The quick way refuses big integers.
    if (!(error instanceof TypeError)) throw error;
  }
  return JSON.stringify(value, writeNumber);
};

/** The number for a digit sequence that a double may not hold: a bigint where it is exact, else the double. */
const keepNumber = (value: number, source: string): number | bigint => exactNumber(value, source) ?? value;

/**
 * Parses JSON text whose numbers a double may not hold: `numberOf` gives the value of each that is not a safe integer, by its double and
 * its digits. Several times slower than `JSON.parse`. @throws SyntaxError
 */
export const parseExactly = (text: string, numberOf: (value: number, source: string) => unknown = keepNumber): Json =>
  exact.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined ? numberOf(value, source) : value,
  ) as Json;

/** Reads the value that {@link writeJson} wrote. */
export const readJson = <T>(text: string): T => (hasManyDigits(text) ? parseExactly(text) : JSON.parse(text)) as T;

const mayBeInexact = /\d{16}|\d[eE]\+?\d{3}/;

/** Parses any JSON text: a number that a double does not hold becomes a bigint. @throws SyntaxError */
export const parseExactJson = (text: string): Json => (mayBeInexact.test(text) ? parseExactly(text) : (JSON.parse(text) as Json));
