import type { Json, JsonObject } from '@twl/contracts';
import type { SourceResponse } from './exchange';

/** Where APIs put error messages, in order of preference. */
const keys = [
  'message',
  'messages',
  'error',
  'errors',
  'failures',
  'failure',
  'detail',
  'err',
  'error_message',
  'msg',
  'reason',
  'status_message',
  'faultstring',
];

const isEmptyText = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const inObject = (value: JsonObject): Json | undefined => {
  const key = keys.find((name) => Object.hasOwn(value, name) && !isEmptyText(value[name]));
  return key === undefined ? undefined : value[key];
};

const deepest = 16;

const findText = (value: Json | undefined, depth = 0): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > deepest) return undefined;
  if (!Array.isArray(value)) return findText(inObject(value), depth + 1);
  return value
    .map((item) => findText(item, depth + 1))
    .filter((text) => text !== undefined)
    .join(', ');
};

/** Finds the error message in a part of a document; undefined if there is none. */
export const findErrorText = (value: Json): string | undefined => findText(value);

/** Returns the error message of a response, from its JSON body or the body itself; undefined if there is none. */
export const errorTextOf = async (response: SourceResponse): Promise<string | undefined> => {
  const json = await response.json();
  return json === undefined ? await response.text() : findText(json);
};
