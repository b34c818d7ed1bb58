import type { Json, JsonObject } from '@twl/contracts';
import type { SourceResponse } from './exchange';

/** Where APIs put what went wrong, in order of preference. */
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

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const inObject = (value: JsonObject): Json | undefined => {
  const key = keys.find((name) => Object.hasOwn(value, name) && !isEmpty(value[name]));
  return key === undefined ? undefined : value[key];
};

const deepest = 16;

const find = (value: Json | undefined, depth = 0): string | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > deepest) return undefined;
  if (!Array.isArray(value)) return find(inObject(value), depth + 1);
  return value
    .map((item) => find(item, depth + 1))
    .filter((text) => text !== undefined)
    .join(', ');
};

/** What a part of a document says went wrong; undefined when it says nothing. */
export const errorText = (value: Json): string | undefined => find(value);

/** What a response says went wrong, from its JSON body, else the body itself; undefined when it says nothing. */
export const errorTextOf = async (response: SourceResponse): Promise<string | undefined> => {
  const json = await response.json();
  return json === undefined ? await response.text() : find(json);
};
