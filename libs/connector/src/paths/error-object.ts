import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { UnreadablePageError } from '@twl/ports';
import { errorText } from '../exchange/error-text';
import { isStreamable, valueAt } from './field-path';
import { bareName, objectsOnTheWay } from './answer-keys';

/** Names of what tells of an error, the more telling ones first; upper case, marks and the prefix of an XML namespace make no difference. */
const names = [
  ...['error', 'errors', 'errormessage', 'errormessages', 'errormsg', 'errmsg', 'errordescription', 'errorcode', 'errcode'],
  ...['fault', 'exception', 'errorresponse'],
];

/** Values with which a source says that there is no error. */
const fine = new Set(['', '0', '200', 'ok', 'success', 'succeeded', 'none', 'no error', 'null', 'false']);

const isFine = (value: Json | undefined): boolean => {
  if (value === undefined || value === null || typeof value === 'boolean') return value !== true;
  if (typeof value === 'object') return Object.values(value).every(isFine);
  return fine.has(String(value).trim().toLowerCase());
};

/** The key under which a document that lacks its records tells of an error; undefined when it tells of none. */
const errorKey = (document: Json): string | undefined => {
  if (!isJsonObject(document)) return undefined;
  const keys = Object.keys(document).filter((key) => names.includes(bareName(key)) && !isFine(document[key]));
  return names.flatMap((name) => keys.filter((key) => bareName(key) === name))[0];
};

const longest = 200;

/** The error that a document tells of, in words; undefined when it tells of none. */
const errorIn = (document: Json): string | undefined => {
  const key = errorKey(document);
  if (key === undefined || !isJsonObject(document)) return undefined;
  const text = errorText(document[key]!)?.replace(/\s+/g, ' ').trim();
  return text ? `${JSON.stringify(key)}: ${text.slice(0, longest).toWellFormed()}` : JSON.stringify(key);
};

/** The errors of a GraphQL response, which stand beside what could be found; undefined in any other document. */
export const graphqlErrors = (document: Json): string | undefined => {
  if (!isJsonObject(document) || !Object.hasOwn(document, 'data')) return undefined;
  const { errors } = document;
  return Array.isArray(errors) && errors.some((error) => isJsonObject(error) && error['message'] !== undefined)
    ? errorIn({ errors })
    : undefined;
};

/** The error that a document tells of beside a list without records; undefined when it tells of none. */
export const errorBeside = (document: Json, path: readonly string[]): string | undefined =>
  objectsOnTheWay(document, path).reduce<string | undefined>(
    (found, { error = null, errors = null }) => found ?? errorIn({ error, errors }),
    undefined,
  );

/** An error object in place of the records is no empty page. @throws UnreadablePageError SHAPE */
export const refuseError = (document: Json, path: readonly string[]): void => {
  if (path.length === 0 || !isStreamable(path)) return;
  const found = valueAt(document, path);
  if (found !== undefined && found !== null) return;
  for (const object of objectsOnTheWay(document, path)) {
    const error = errorIn(object);
    if (error) throw new UnreadablePageError('SHAPE', `the response has no ${path.join('.')} but ${error}`);
  }
};
