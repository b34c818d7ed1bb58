import type { Json, JsonObject } from '@twl/contracts';
import { exactNumber, isJsonObject } from '@twl/json';

const truthy = new Set(['y', 'yes', 't', 'true', 'on', '1']);
const falsy = new Set(['n', 'no', 'f', 'false', 'off', '0']);
const simple = new Set(['string', 'number', 'integer', 'boolean', 'null']);

/** Returns the one type of a schema besides null; undefined if there is none or several. */
const targetOf = ({ type }: JsonObject): Json | undefined => {
  if (!Array.isArray(type)) return type;
  const types = type.filter((each) => each !== 'null');
  return types.length === 1 ? types[0] : undefined;
};

/** Casts a value to the type of the schema; unchanged if it cannot be cast. `text` formats a value as Python's `str` does. */
export const convertValue = (value: Json, schema: JsonObject, text: (value: Json) => string): Json => {
  const { type } = schema;
  if (value === null && (Array.isArray(type) || typeof type === 'string') && type.includes('null')) return null;
  switch (targetOf(schema)) {
    case 'string':
      return typeof value === 'string' ? value : text(value);
    case 'number':
      return toNumber(value);
    case 'integer':
      return toInteger(value) ?? value;
    case 'boolean':
      return toBoolean(value);
    case 'array':
      return toList(value, schema);
    default:
      return value;
  }
};

const noNumber = /^[+-]?(?:nan|inf|infinity)$/i;

/** NaN and infinities, which JSON does not have, are null; a number that no double holds keeps its digits. */
const toNumber = (value: Json): Json => {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return asDouble(value);
  if (typeof value !== 'string') return value;
  const plain = value.trim().replace(/(?<=\d)_(?=\d)/g, '');
  if (noNumber.test(plain)) return null;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return value;
  const number = Number(plain);
  return Number.isFinite(number) ? number : (exactNumber(number, plain.replace('+', '')) ?? value);
};

const asDouble = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isFinite(number) ? number : value;
};

const toInteger = (value: Json): Json | undefined => {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number') return Number.isInteger(value) ? value : Math.trunc(value);
  if (typeof value !== 'string') return undefined;
  const plain = value.trim().replace(/(?<=\d)_(?=\d)/g, '');
  if (!/^[+-]?\d{1,4300}$/.test(plain)) return undefined;
  const number = BigInt(plain.replace('+', ''));
  return Number.isSafeInteger(Number(number)) ? Number(number) : number;
};

const toBoolean = (value: Json): Json => {
  if (typeof value === 'string') {
    const plain = value.trim().toLowerCase();
    return truthy.has(plain) ? true : falsy.has(plain) ? false : value;
  }
  if (typeof value === 'object') return value !== null && Object.keys(value).length > 0;
  return Boolean(value);
};

const toList = (value: Json, { items }: JsonObject): Json => {
  if (typeof value === 'object' && value !== null) return value;
  const types = isJsonObject(items) ? items['type'] : undefined;
  const fits = types === undefined || (Array.isArray(types) && types.every((type) => typeof type === 'string' && simple.has(type)));
  return fits ? [value] : value;
};
