/** The ways that one character of a text may be written, as bytes. */
export type Letter = readonly Uint8Array[];

const named: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const short: Record<string, string> = { '\b': 'b', '\f': 'f', '\n': 'n', '\r': 'r', '\t': 't' };
/** Characters that some format escapes with a backslash, or doubles. */
const backslashed = new Set(['"', "'", '/', '\\']);
const doubled = new Set(['"', "'"]);
/** The backslashes of an escape in JSON, in a JSON text inside of a JSON text, and so on: each level doubles them. */
const levels = [1, 2, 4, 8].map((count) => '\\'.repeat(count));

const kept = new Map<string, Letter>();

const keepLetter = (name: string, make: () => string[]): Letter => {
  const known = kept.get(name);
  if (known) return known;
  const letter = [...new Set(make())].map((text) => Buffer.from(text, 'latin1'));
  if (kept.size < 1000) kept.set(name, letter);
  return letter;
};

/**
 * Every way that a character is written in: as it is, in UTF-8 or Latin-1; percent-encoded in either case, once or twice; `+` for a space; the
 * escapes of JSON, in a JSON text inside of others too; the references of HTML and XML; the doubled quote of CSV.
 */
export const letterOf = (char: string): Letter => keepLetter(char, () => writings(char));

/** A character of base64, of which only the signs are ever written otherwise. */
export const base64LetterOf = (char: string): Letter => (/[+/=]/.test(char) ? letterOf(char) : keepLetter(`${char} alone`, () => [char]));

/** As text in which each character is a byte. */
const writings = (char: string): string[] => {
  const code = char.codePointAt(0) ?? 0;
  const utf8 = Buffer.from(char).toString('latin1');
  const latin = code >= 0x80 && code < 0x100 ? [char] : [];
  return [
    utf8,
    ...latin,
    ...[utf8, ...latin].flatMap((bytes) => [...inHex(bytes, '%', 2), ...inHex(bytes, '%25', 2)]),
    ...levels.flatMap((level) => inHex(char, `${level}u`, 4)),
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
  if (letter !== undefined) return levels.map((level) => level + letter);
  if (char === '\\') return levels.map((level) => level + level);
  // The sign has a backslash of its own, and one more for each of those before it.
  const signs = levels.flatMap((level) => [level.slice(1) + level + char, level + char]);
  return [...(backslashed.has(char) ? signs : []), ...(doubled.has(char) ? [char + char] : [])];
};

const references = (char: string, code: number): string[] => {
  const name = named[char];
  const hex = code.toString(16);
  return [
    ...[code, String(code).padStart(3, '0'), `x${hex}`, `x${hex.toUpperCase()}`, `X${hex.toUpperCase()}`].map((number) => `&#${number};`),
    ...(name === undefined ? [] : [`&${name};`, `&amp;${name};`]),
  ];
};
