import { toJsonText } from '@twl/json';

/**
 * What makes a spreadsheet take a text for a formula when it comes first, and the apostrophe that says that it is none. A text that begins
 * so gets an apostrophe in front; whoever removes one apostrophe in front of each cell has the text back.
 */
const needsApostrophe = /^[=+\-@\t\r\n'＝＋－＠]/;

const needsQuotes = /[",\r\n]|^\s|\s$/;

/** One cell of CSV: nothing for null, JSON for numbers, lists and objects, and text as it is, or in quotation marks. The empty text is `""`. */
export const csvCell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return quoted(toJsonText(value));
  if (value === '') return '""';
  return quoted(needsApostrophe.test(value) ? `'${value}` : value);
};

const quoted = (text: string): string => (needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
