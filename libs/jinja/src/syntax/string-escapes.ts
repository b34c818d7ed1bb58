const simple: Record<string, string> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

const escape = /\\(x[^]{0,2}|u[^]{0,4}|U[^]{0,8}|N\{[^}]*\}|[0-7]{1,3}|[^])/g;

const lengths: Record<string, number> = { x: 2, u: 4, U: 8 };

/** The text of a Python string literal's inside. An unknown escape stays as it is. @throws RangeError for a broken one */
export const unescapeText = (text: string): string =>
  text.includes('\\') ? text.replace(escape, (whole, code: string) => decode(whole, code)) : text;

const decode = (whole: string, code: string): string => {
  const first = code.charAt(0);
  const plain = Object.hasOwn(simple, code) ? simple[code] : undefined;
  if (plain !== undefined) return plain;
  if (/[0-7]/.test(first)) return String.fromCodePoint(parseInt(code, 8));
  if (code.startsWith('N{')) throw new RangeError('named characters are not supported');
  const length = lengths[first];
  if (length === undefined) return whole;
  const digits = code.slice(1);
  if (digits.length !== length || !/^[0-9a-f]+$/i.test(digits)) throw new RangeError(`a broken escape (${length} hex digits expected)`);
  return String.fromCodePoint(parseInt(digits, 16));
};
