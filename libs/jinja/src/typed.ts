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

/** The same as writing the value as text and typing that, without the detour where it changes nothing. */
export const toTypedValue = (value: Value, type?: ValueType): Json => {
  if (typeof value === 'string') return toTypedText(value, type);
  const json = toJson(value);
  if (json === undefined) return toTypedText(str(value), type);
  return type && !matches[type](value) ? str(value) : json;
};

/**
 * The number that a text spells, where it writes back to the same text; the text where it spells another one, as `1e5`, `007` or `1.10` do;
 * undefined where it spells no number. A zero stays text, for as a number it would count as nothing.
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
