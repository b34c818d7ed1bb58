/** The first code unit that UTF-8 sorts differently from UTF-16, and the first of the code points that replace these units. */
const firstUnit = 0xd800;
const firstPoint = 0x10000;

const high = /[\ud800-\uffff]/g;
const astral = /[\u{10000}-\u{127ff}]/gu;

/**
 * Encodes text for a database that stores UTF-8 and compares bytes: keeps every code unit, lone surrogates too, and sorts by code units.
 * Nearly all text stays unchanged.
 */
export const toOrderText = (text: string): string =>
  text.search(high) < 0 ? text : text.replace(high, (unit) => String.fromCodePoint(unit.charCodeAt(0) - firstUnit + firstPoint));

/** Decodes the text of {@link toOrderText}. */
export const fromOrderText = (text: string): string =>
  text.search(high) < 0 ? text : text.replace(astral, (point) => String.fromCharCode((point.codePointAt(0) ?? 0) - firstPoint + firstUnit));

/** A text that sorts after every result of {@link toOrderText}. */
export const afterAllText = '\u{10ffff}';
