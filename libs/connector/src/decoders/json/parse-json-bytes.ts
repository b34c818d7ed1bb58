import type { Json } from '@twl/contracts';
import { exactNumber, maxExpandedDigits, parseExactly } from '@twl/json';
import { UnreadablePageError } from '@twl/ports';
import { limits } from '../../payload/bytes';
import { encodeUtf8 } from '../../charset/utf8';
import { repairJson } from './repair-json';
import { type JsonShape, scanJson } from './scan-json';

/**
 * Reads JSON. Integers beyond what a double holds are `bigint`; NaN and infinities are null; control characters in texts stay, and so do
 * lone surrogates; of equal keys the last wins; `__proto__` is a key like any other. @throws UnreadablePageError
 */
export const parseJsonBytes = (bytes: Buffer, shape: JsonShape = scanJson(bytes)): Json => {
  checkDepth(shape);
  return parseText(encodeUtf8(bytes), shape.exact ? exactOrRefused : undefined);
};

/**
 * The same for what stands around records, where nothing can be refused by itself: bytes that are not UTF-8 become U+FFFD, numbers of too
 * many digits null. @throws UnreadablePageError
 */
export const parseAround = (bytes: Buffer, shape: JsonShape = scanJson(bytes)): Json => {
  checkDepth(shape);
  return parseText(bytes.toString('utf8').replace(/^\ufeff/, ''), shape.exact ? exactOrNull : undefined);
};

/** The value of a number that a double may not hold, by its digits. */
type NumberOf = (value: number, source: string) => number | bigint | null;

const checkDepth = ({ depth }: JsonShape): void => {
  if (depth > limits.depth) throw new UnreadablePageError('TOO_DEEP', `the JSON is nested ${depth} deep (at most ${limits.depth})`);
};

const parse = (text: string, numberOf?: NumberOf): Json => (numberOf ? parseExactly(text, numberOf) : (JSON.parse(text) as Json));

const parseText = (text: string, numberOf?: NumberOf): Json => {
  try {
    return parse(text, numberOf);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return parseRepaired(text, error, numberOf);
  }
};

const parseRepaired = (text: string, first: SyntaxError, numberOf?: NumberOf): Json => {
  const repaired = repairJson(text);
  if (repaired === text) throw unreadable(text, first);
  try {
    return parse(repaired, numberOf);
  } catch (error) {
    throw error instanceof SyntaxError ? unreadable(repaired, error) : error;
  }
};

const exactOrNull: NumberOf = (value, source) => (source.length > maxExpandedDigits ? null : (exactNumber(value, source) ?? null));

const exactOrRefused: NumberOf = (value, source) => {
  const read = exactOrNull(value, source);
  if (read === null) throw new UnreadablePageError('UNPARSABLE', `the JSON has a number of more than ${maxExpandedDigits} digits`);
  return read;
};

/** Why a text is no JSON: cut short, a web page, or something else. */
const unreadable = (text: string, error: SyntaxError): UnreadablePageError => {
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) return new UnreadablePageError('UNPARSABLE', `the body is ${markup(trimmed)}, not JSON`, error);
  const position = /at position (\d+)/.exec(error.message);
  const atEnd = /unexpected end/i.test(error.message) || (position !== null && Number(position[1]) >= text.trimEnd().length);
  const began = /^[[{"]/.test(trimmed);
  if (began && (atEnd || /unterminated string/i.test(error.message))) {
    return new UnreadablePageError('TRUNCATED', 'the JSON ends in the middle', error);
  }
  return new UnreadablePageError('UNPARSABLE', `the body is not JSON${position ? ` (at character ${position[1]})` : ''}`, error);
};

const markup = (text: string): string => (/^<(?:!doctype html|html)/i.test(text) ? 'an HTML page' : 'markup');
