import type { Json } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import { limits, utf8 } from '../bytes';
import { type JsonShape, scanJson } from './scan-json';

/**
 * Reads JSON. Integers beyond what a double holds are `bigint`; of equal keys the last wins; `__proto__` is a key like any other; lone
 * surrogates stay; numbers that are infinite as a double are refused. @throws UnreadablePageError
 */
export const parseJsonBytes = (bytes: Buffer, { depth, exact }: JsonShape = scanJson(bytes)): Json => {
  if (depth > limits.depth) throw new UnreadablePageError('TOO_DEEP', `the JSON is nested ${depth} deep (at most ${limits.depth})`);
  const text = utf8(bytes);
  try {
    return exact ? (JSON.parse(text, exactNumbers) as Json) : (JSON.parse(text) as Json);
  } catch (error) {
    throw error instanceof SyntaxError ? unreadable(text, error) : error;
  }
};

/** The reviver sees each number as it was written. */
const exactNumbers = function (_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  if (!Number.isFinite(value)) throw new UnreadablePageError('UNPARSABLE', 'the JSON has a number that is too large');
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
};

/** Why a text is no JSON: cut short, a web page, or something else. */
const unreadable = (text: string, error: SyntaxError): UnreadablePageError => {
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) return new UnreadablePageError('UNPARSABLE', `the body is ${markup(trimmed)}, not JSON`, error);
  const place = /at position (\d+)/.exec(error.message);
  const atEnd = /unexpected end/i.test(error.message) || (place !== null && Number(place[1]) >= text.trimEnd().length);
  const began = /^[[{"]/.test(trimmed);
  if (began && (atEnd || /unterminated string/i.test(error.message))) {
    return new UnreadablePageError('TRUNCATED', 'the JSON ends in the middle', error);
  }
  return new UnreadablePageError('UNPARSABLE', `the body is not JSON${place ? ` (at character ${place[1]})` : ''}`, error);
};

const markup = (text: string): string => (/^<(?:!doctype html|html)/i.test(text) ? 'an HTML page' : 'markup');
