/** Letters that no decomposition converts to ASCII. */
const letters: Record<string, string> = {
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D' },
  ...{ þ: 'th', Þ: 'Th', ħ: 'h', Ħ: 'H', ı: 'i', '№': 'No', '–': '-', '—': '-', '‘': "'", '’': "'", '“': '"', '”': '"', '…': '...' },
  ...{ '€': 'EUR', '£': 'GBP', '¥': 'JPY', '©': '(c)', '®': '(r)', '×': 'x', '÷': '/', '°': 'deg', µ: 'u', μ: 'm' },
};

const cyrillic = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя';
const latin = [
  'a',
  'b',
  'v',
  'g',
  'd',
  'e',
  'e',
  'zh',
  'z',
  'i',
  'y',
  'k',
  'l',
  'm',
  'n',
  'o',
  'p',
  'r',
  's',
  't',
  'u',
  'f',
  'kh',
  'ts',
  'ch',
  'sh',
  'shch',
  '',
  'y',
  '',
  'e',
  'yu',
  'ya',
];
const greek = 'αβγδεζηθικλλνξοπρστυφχψω';
const greekLatin = [
  'a',
  'v',
  'g',
  'd',
  'e',
  'z',
  'i',
  'th',
  'i',
  'k',
  'l',
  'l',
  'n',
  'x',
  'o',
  'p',
  'r',
  's',
  't',
  'y',
  'f',
  'ch',
  'ps',
  'o',
];

const alphabet = (from: string, to: string[]): void =>
  Array.from(from).forEach((letter, at) => {
    const text = to[at] ?? '';
    letters[letter] ??= text;
    letters[letter.toUpperCase()] ??= text.charAt(0).toUpperCase() + text.slice(1);
  });
alphabet(cyrillic, latin);
alphabet(greek, greekLatin);

/** Text in ASCII as far as that goes: accents go, Cyrillic and Greek letters are written in Latin ones, letters of other scripts stay, signs are left out. */
export const toAsciiText = (text: string): string =>
  /^[\0-\x7f]*$/.test(text) ? text : Array.from(text.normalize('NFC'), (char) => letters[char] ?? stripAccents(char)).join('');

const stripAccents = (char: string): string => {
  if (char <= '\x7f') return char;
  const base = Array.from(char.normalize('NFKD').replace(/\p{M}/gu, ''), (part) => letters[part] ?? part).join('');
  return base.replace(/[^\0-\x7f\p{L}\p{N}]/gu, '');
};
