/** The ways that one character of a text may be written, as bytes. */
export type Letter = readonly Uint8Array[];

const named: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const short: Record<string, string> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' };
/** What some format puts a backslash before, or doubles. */
const backslashed = new Set(['"', "'", '/', '\\']);
const doubled = new Set(['"', "'"]);

const known = new Map<string, Letter>();

/**
 * Every way that a character is written in: as it is, in UTF-8 or Latin-1; percent-encoded in either case, once or twice; `+` for a space; the
 * escapes of JSON, in a JSON text inside of another one too; the references of HTML and XML; the doubled quote of CSV.
 */
export const letterOf = (char: string): Letter => {
  const before = known.get(char);
  if (before) return before;
  const letter = [...new Set(writings(char))].map((text) => Buffer.from(text, 'latin1'));
  if (known.size < 1000) known.set(char, letter);
  return letter;
};

/** A character of base64, of which only the signs are ever written otherwise. */
export const base64Letter = (char: string): Letter => (/[+/=]/.test(char) ? letterOf(char) : [Buffer.from(char)]);

/** As text in which each character is a byte. */
const writings = (char: string): string[] => {
  const code = char.codePointAt(0)!;
  const utf8 = Buffer.from(char).toString('latin1');
  const latin = code >= 0x80 && code < 0x100 ? [char] : [];
  return [
    utf8,
    ...latin,
    ...[utf8, ...latin].flatMap((bytes) => [...inHex(bytes, '%', 2), ...inHex(bytes, '%25', 2)]),
    ...inHex(char, '\\u', 4),
    ...inHex(char, '\\\\u', 4),
    ...(code < 0x100 ? inHex(char, '\\x', 2) : []),
    ...escaped(char),
    ...references(char, code),
    ...(char === ' ' ? ['+'] : []),
  ];
};

/** Each unit of a text as digits, in either case. */
const inHex = (text: string, before: string, width: number): string[] => {
  const digits = Array.from({ length: text.length }, (_unit, at) => text.charCodeAt(at).toString(16).padStart(width, '0'));
  return [digits, digits.map((each) => each.toUpperCase())].map((all) => all.map((each) => before + each).join(''));
};

const escaped = (char: string): string[] => {
  const letter = short[char];
  if (letter !== undefined) return [`\\${letter}`, `\\\\${letter}`];
  const inJson = JSON.stringify(char).slice(1, -1);
  const twice = JSON.stringify(inJson).slice(1, -1);
  return [
    ...(char.isWellFormed() ? [] : [inJson]),
    ...(backslashed.has(char) ? [`\\${char}`, `\\\\${char}`, `\\\\\\${char}`, ...(char === '\\' ? [twice] : [])] : []),
    ...(doubled.has(char) ? [char + char] : []),
  ];
};

const references = (char: string, code: number): string[] => {
  const name = named[char];
  const hex = code.toString(16);
  return [
    ...[code, String(code).padStart(3, '0'), `x${hex}`, `x${hex.toUpperCase()}`, `X${hex.toUpperCase()}`].map((number) => `&#${number};`),
    ...(name === undefined ? [] : [`&${name};`, `&amp;${name};`]),
  ];
};
