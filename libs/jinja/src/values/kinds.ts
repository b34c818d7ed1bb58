import type { JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { Dict, Float, PythonObject, Tuple, Undefined, type Value } from './value';

export const isInt = (value: Value): value is number | bigint => typeof value === 'bigint' || Number.isSafeInteger(value);

export const isFloat = (value: Value): boolean => value instanceof Float || (typeof value === 'number' && !Number.isSafeInteger(value));

/** A bool counts as a number, as in Python. */
export const isNumber = (value: Value): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' || value instanceof Float;

/** A dict that came from outside. */
export const isPlainDict = (value: Value): value is JsonObject => isJsonObject(value) && !(value instanceof PythonObject);

export const isMapping = (value: Value): value is JsonObject | Dict => value instanceof Dict || isPlainDict(value);

/** The items of a list or tuple; undefined for anything else. */
export const itemsOf = (value: Value): Value[] | undefined =>
  Array.isArray(value) ? value : value instanceof Tuple ? value.items : undefined;

export const isIterable = (value: Value): boolean =>
  typeof value === 'string' || itemsOf(value) !== undefined || isMapping(value) || value instanceof Undefined;

export const typeNameOf = (value: Value): string => {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (isInt(value)) return 'int';
  if (typeof value === 'number') return 'float';
  if (Array.isArray(value)) return 'list';
  return value instanceof PythonObject ? value.typeName : 'dict';
};

export const isTruthy = (value: Value): boolean => {
  if (typeof value !== 'object') return Boolean(value);
  if (value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  return value instanceof PythonObject ? value.truth() : Object.keys(value).length > 0;
};
