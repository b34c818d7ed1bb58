type Write = (text: string) => string;

const lower: Write = (text) => text.toLowerCase();
const hex = (number: number, width: number): string => number.toString(16).padStart(width, '0');
const percent = (value: string, sign: RegExp): string =>
  value.replace(sign, (each) => [...Buffer.from(each)].map((byte) => `%${hex(byte, 2).toUpperCase()}`).join(''));
const json: Write = (value) => JSON.stringify(value).slice(1, -1);
const unicode = (text: string, sign: RegExp): string => text.replace(sign, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`);
const html: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** As a text may be written inside of the quotes of JSON, and read again as that. */
const inJson: Write[] = [
  json,
  (value) => json(value).replaceAll('/', '\\/'),
  (value) => unicode(json(value), /[\u0080-\uffff<>&'+=/]/g),
  (value) => unicode(value, /[^]/g),
  (value) => unicode(value, /[^]/g).replace(/\\u..../g, (each) => `\\u${each.slice(2).toUpperCase()}`),
];

/** As a text may be written elsewhere. */
const elsewhere: Write[] = [
  (value) => value,
  encodeURIComponent,
  (value) => encodeURIComponent(value).replace(/%../g, lower),
  (value) => encodeURIComponent(encodeURIComponent(value)),
  encodeURI,
  (value) => percent(value, /[/?#]/g),
  (value) => percent(value, /[/?#]/g).replace(/%../g, lower),
  (value) => percent(value, /[^!$-;=@-_a-z|~]/gu),
  (value) => percent(value, /[^\w.~-]/gu),
  (value) => percent(value, /[^\w.~-]/gu).replaceAll('%20', '+'),
  (value) => percent(value, /[^]/gu),
  (value) => new URLSearchParams({ v: value }).toString().slice(2),
  (value) => json(json(value)),
  (value) => Array.from(value, (char) => html[char] ?? char).join(''),
  (value) => Array.from(value, (char) => `&#${char.codePointAt(0)};`).join(''),
];

const base64: Write = (text) => Buffer.from(text).toString('base64');

/** What is certain of a text inside longer base64, at each of the three places it can have there, in both alphabets. */
const inBase64 = (value: string): string[] =>
  [0, 1, 2]
    .map((shift) => base64('\0'.repeat(shift) + value).replace(/=+$/, ''))
    .map((whole, shift) => whole.slice(shift === 0 ? 0 : shift + 1, -1))
    .flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);

/** Everything that a value may look like where it stands. */
export const spellingsOf = (value: string): string[] => [
  ...new Set([...[...inJson, ...elsewhere].map((write) => write(value)), ...inBase64(value)]),
];

/** A JSON list of texts that have a value in them, in every spelling, also in those that JSON itself has for the same text. */
export const jsonInAllSpellings = (value: string): string =>
  `[${[
    ...inJson.map((write) => `"it is ${write(value)}!"`),
    ...elsewhere.map((write) => JSON.stringify(`it is ${write(value)}!`)),
    ...[`:${value}`, `u:${value}`, `us:${value}:`]
      .flatMap((text) => [base64(text), Buffer.from(text).toString('base64url')])
      .map((text) => `"${text}"`),
  ].join(',')}]`;
