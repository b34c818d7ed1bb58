/** Digits that an integer which is written with an exponent may come to: `1e9999999` must not fill the memory. */
export const maxExpandedDigits = 4300;

const integer = /^-?\d+$/;
const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]\+?(\d{1,9}))?$/;

/**
 * A number of a JSON text, given as the double it is and as it was written: a bigint where a double does not hold it. Undefined when it is
 * beyond a double and no integer of at most {@link maxExpandedDigits} digits.
 */
export const exactNumber = (value: number, source: string): number | bigint | undefined => {
  if (Number.isSafeInteger(value)) return value;
  if (integer.test(source)) return BigInt(source);
  return Number.isFinite(value) ? value : expanded(source);
};

const expanded = (source: string): bigint | undefined => {
  const [, sign, whole, fraction = '', exponent = '0'] = decimal.exec(source) ?? [];
  if (whole === undefined) return undefined;
  const zeros = Number(exponent) - fraction.length;
  const digits = whole + fraction;
  if (zeros < 0 || digits.length + zeros > maxExpandedDigits) return undefined;
  return BigInt(`${sign}${digits}${'0'.repeat(zeros)}`);
};

/** A bigint as a JSON number: with an exponent where a double does not hold it and that is shorter, else with all its digits. */
export const integerText = (value: bigint): string => {
  const text = value.toString();
  if (text.length < 309 || Number.isFinite(Number(value))) return text;
  let end = text.length;
  while (text[end - 1] === '0') end--;
  const [sign, first] = text.startsWith('-') ? ['-', 1] : ['', 0];
  const rest = text.slice(first + 1, end);
  const short = `${sign}${text[first]}${rest && `.${rest}`}e${text.length - first - 1}`;
  return short.length < text.length ? short : text;
};
