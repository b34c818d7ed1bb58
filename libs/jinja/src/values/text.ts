import { PythonError } from '../runtime/python-error';
import { isFloat } from './kinds';
import { toNumber } from './numbers';
import { Dict, reprOfFloat, PythonObject, Tuple, type Value } from './value';

const maxDepth = 200;

/** Python's `str(value)`. */
export const str = (value: Value): string => {
  if (typeof value === 'string') return value;
  return value instanceof PythonObject && !(value instanceof Tuple) && !(value instanceof Dict) ? value.str() : repr(value);
};

/** Python's `repr(value)`. */
export const repr = (value: Value, depth = 0): string => {
  if (depth > maxDepth) throw new PythonError('LimitError', `nested deeper than ${maxDepth}`);
  switch (typeof value) {
    case 'string':
      return quoteText(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'bigint':
      return String(value);
    case 'number':
      return isFloat(value) ? reprOfFloat(toNumber(value)) : String(value);
  }
  if (value === null) return 'None';
  if (Array.isArray(value)) return `[${value.map((item) => repr(item, depth + 1)).join(', ')}]`;
  if (value instanceof Tuple) return tupleRepr(value, depth);
  if (value instanceof Dict) return dictRepr(value.entries, depth);
  return value instanceof PythonObject ? value.repr() : dictRepr(Object.entries(value), depth);
};

const tupleRepr = ({ items }: Tuple, depth: number): string =>
  `(${items.map((item) => repr(item, depth + 1)).join(', ')}${items.length === 1 ? ',' : ''})`;

const dictRepr = (entries: [Value, Value][], depth: number): string =>
  `{${entries.map(([key, value]) => `${repr(key, depth + 1)}: ${repr(value, depth + 1)}`).join(', ')}}`;

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/** A text in quotes, as Python shows it: single quotes unless only those occur, unprintable characters escaped. */
const quoteText = (text: string): string => {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/[\\\p{C}\p{Zl}\p{Zp}\p{Zs}'"]/gu, (char) => escapeChar(char, mark));
  return `${mark}${escaped}${mark}`;
};

const escapeChar = (char: string, mark: string): string => {
  if (char === ' ') return char;
  if (char === "'" || char === '"') return char === mark ? `\\${char}` : char;
  const code = char.codePointAt(0) ?? 0;
  if (named[char]) return named[char];
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
};

/** Code points of a text; for most texts the text itself answers as well and faster. */
export const codePointsOf = (text: string): string[] | string => (/[\ud800-\udfff]/.test(text) ? Array.from(text) : text);
