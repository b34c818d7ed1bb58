import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { UnreadablePageError } from '@twl/ports';
import { findErrorText } from '../exchange/error-text';
import { isStreamable, valueAt } from './field-path';
import { bareNameOf, objectsOnPath } from './response-keys';

/** Keys of errors, the most specific ones first; case, punctuation and an XML namespace prefix do not matter. */
const names = [
  ...['error', 'errors', 'errormessage', 'errormessages', 'errormsg', 'errmsg', 'errordescription', 'errorcode', 'errcode'],
  ...['fault', 'exception', 'errorresponse'],
];

/** Values of a source for "no error". */
const fine = new Set(['', '0', '200', 'ok', 'success', 'succeeded', 'none', 'no error', 'null', 'false']);

const isFine = (value: Json | undefined): boolean => {
  if (value === undefined || value === null || typeof value === 'boolean') return value !== true;
  if (typeof value === 'object') return Object.values(value).every(isFine);
  return fine.has(String(value).trim().toLowerCase());
};

/** Finds the key of the error in a document that lacks its records; undefined if there is none. */
const findErrorKey = (document: Json): string | undefined => {
  if (!isJsonObject(document)) return undefined;
  const keys = Object.keys(document).filter((key) => names.includes(bareNameOf(key)) && !isFine(document[key]));
  return names.flatMap((name) => keys.filter((key) => bareNameOf(key) === name))[0];
};

const longest = 200;

/** Describes the error of a document; undefined if there is none. */
const findError = (document: Json): string | undefined => {
  const key = findErrorKey(document);
  if (key === undefined || !isJsonObject(document)) return undefined;
  const text = findErrorText(document[key] ?? null)
    ?.replace(/\s+/g, ' ')
    .trim();
  return text ? `${JSON.stringify(key)}: ${text.slice(0, longest).toWellFormed()}` : JSON.stringify(key);
};

/** Describes the errors of a GraphQL response, which can also have data; undefined for any other document. */
export const findGraphqlErrors = (document: Json): string | undefined => {
  if (!isJsonObject(document) || !Object.hasOwn(document, 'data')) return undefined;
  const { errors } = document;
  return Array.isArray(errors) && errors.some((error) => isJsonObject(error) && error['message'] !== undefined)
    ? findError({ errors })
    : undefined;
};

/** Describes the error of a document next to a list without records; undefined if there is none. */
export const findErrorBesideRecords = (document: Json, path: readonly string[]): string | undefined =>
  objectsOnPath(document, path).reduce<string | undefined>(
    (found, { error = null, errors = null }) => found ?? findError({ error, errors }),
    undefined,
  );

/** An error object in place of the records is no empty page. @throws UnreadablePageError SHAPE */
export const refuseError = (document: Json, path: readonly string[]): void => {
  if (path.length === 0 || !isStreamable(path)) return;
  const found = valueAt(document, path);
  if (found !== undefined && found !== null) return;
  for (const object of objectsOnPath(document, path)) {
    const error = findError(object);
    if (error) throw new UnreadablePageError('SHAPE', `the response has no ${path.join('.')} but ${error}`);
  }
};
