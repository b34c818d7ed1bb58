/** Where the code units begin that UTF-8 orders otherwise than UTF-16 does, and the code points that stand for them. */
const firstUnit = 0xd800;
const firstPoint = 0x10000;

const high = /[\ud800-\uffff]/g;
const astral = /[\u{10000}-\u{127ff}]/gu;

/**
 * Text for the database, which keeps it as UTF-8 and compares bytes: written so that it comes back code unit by code unit, lone
 * surrogates too, and sorts by code units. Nearly all text is written as it is.
 */
export const toOrderText = (text: string): string =>
  text.search(high) < 0 ? text : text.replace(high, (unit) => String.fromCodePoint(unit.charCodeAt(0) - firstUnit + firstPoint));

/** The text that {@link toOrderText} wrote. */
export const fromOrderText = (text: string): string =>
  text.search(high) < 0 ? text : text.replace(astral, (point) => String.fromCharCode((point.codePointAt(0) ?? 0) - firstPoint + firstUnit));

/** Sorts after every text that {@link toOrderText} writes. */
export const afterAllText = '\u{10ffff}';
