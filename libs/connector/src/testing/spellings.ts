type Write = (text: string) => string;

const upper: Write = (text) => text.toUpperCase();
const lower: Write = (text) => text.toLowerCase();
const hex = (number: number, width: number): string => number.toString(16).padStart(width, '0');
const percent = (value: string, sign: RegExp, write: Write): string =>
  value.replace(sign, (each) => [...Buffer.from(each)].map((byte) => `%${write(hex(byte, 2))}`).join(''));
const json: Write = (value) => JSON.stringify(value).slice(1, -1);
const unicode = (text: string, sign: RegExp, write: Write): string =>
  text.replace(sign, (unit) => `\\u${write(hex(unit.charCodeAt(0), 4))}`);
const eachChar = (value: string, write: Write): string => Array.from(value, write).join('');
const references: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** How programs write a text into an address, a form, JSON, HTML or CSV, each by its name. */
export const spellings: Record<string, Write> = {
  plain: (value) => value,
  component: encodeURIComponent,
  'component in lower case': (value) => encodeURIComponent(value).replace(/%../g, lower),
  address: encodeURI,
  path: (value) => percent(value, /[/?#]/g, upper),
  'path in lower case': (value) => percent(value, /[/?#]/g, lower),
  strict: (value) => percent(value, /[^\w.~-]/gu, upper),
  'every byte': (value) => percent(value, /[^]/gu, lower),
  twice: (value) => encodeURIComponent(encodeURIComponent(value)),
  form: (value) => new URLSearchParams({ v: value }).toString().slice(2),
  json,
  'json, slashes too': (value) => json(value).replaceAll('/', '\\/'),
  'json in ASCII': (value) => unicode(json(value), /[\u0080-\uffff]/g, lower),
  'json in ASCII, safe in HTML': (value) => unicode(json(value), /[\u0080-\uffff<>&'+=/]/g, upper),
  'json, every character': (value) => unicode(value, /[^]/g, lower),
  'json in json': (value) => json(json(value)),
  'json in json in json': (value) => json(json(json(value))),
  'json in ASCII in json in json': (value) => json(json(unicode(json(value), /[\u0080-\uffff]/g, lower))),
  html: (value) => eachChar(value, (char) => references[char] ?? char),
  'html numbers': (value) => eachChar(value, (char) => `&#${char.codePointAt(0)};`),
  'html numbers in hex': (value) => eachChar(value, (char) => `&#x${char.codePointAt(0)?.toString(16)};`),
  csv: (value) => value.replaceAll('"', '""'),
};

/** The constant part of a text inside longer base64, for each of its three offsets, in both alphabets. */
const inBase64 = (value: string): string[] =>
  [0, 1, 2]
    .map((shift) =>
      Buffer.concat([Buffer.alloc(shift), Buffer.from(value)])
        .toString('base64')
        .replace(/=+$/, '')
        .slice(shift === 0 ? 0 : shift + 1, -1),
    )
    .flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);

/** Returns every spelling of a text. */
export const allSpellingsOf = (value: string): string[] => [
  ...new Set([...Object.values(spellings).map((write) => write(value)), ...inBase64(value)]),
];
