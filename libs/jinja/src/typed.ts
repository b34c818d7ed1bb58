import type { Json } from '@twl/contracts';
import type { ValueType } from './template';
import { literalEval } from './literal/python-literal';
import { toJson } from './values/to-json';
import { isFloat, isInt } from './values/kinds';
import { str } from './values/text';
import type { Value } from './values/value';

const matches: Record<ValueType, (value: Value) => boolean> = {
  string: (value) => typeof value === 'string',
  integer: (value) => isInt(value) || typeof value === 'boolean',
  number: isFloat,
  boolean: (value) => typeof value === 'boolean',
};

/** The value that a text spells, if it spells one of the wanted type; else the text. */
export const toTypedText = (text: string, type?: ValueType): Json => {
  const value = literalEval(text);
  if (value === undefined || (type && !matches[type](value))) return text;
  const json = toJson(value);
  return json === undefined ? text : json;
};

/** Equals writing the value as text and typing that, but skips the detour if it changes nothing. */
export const toTypedValue = (value: Value, type?: ValueType): Json => {
  if (typeof value === 'string') return toTypedText(value, type);
  const json = toJson(value);
  if (json === undefined) return toTypedText(str(value), type);
  return type && !matches[type](value) ? str(value) : json;
};

/**
 * Returns the number in a text if it writes back to the same text; the text itself for another spelling of a number, such as `1e5`, `007`
 * or `1.10`; undefined if it is not a number. A zero stays text, because the number 0 would count as empty.
 */
export const toExactNumber = (text: string, type?: ValueType): Json | undefined => {
  const value = literalEval(text);
  if (value === undefined) return text;
  if (!isInt(value) && !isFloat(value)) return undefined;
  const json = toJson(value);
  return json !== undefined && json !== 0 && String(json) === text && (!type || matches[type](value)) ? json : text;
};

/** A list or mapping that is written as this very text. */
export const writesBack = (text: string): boolean => {
  const value = literalEval(text);
  return value !== undefined && str(value) === text;
};
