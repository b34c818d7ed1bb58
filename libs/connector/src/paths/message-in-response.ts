import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { bareNameOf, objectsOnPath } from './response-keys';

/** Names of a message; a list or an object is one too. */
const messages = new Set(['message', 'messages', 'msg', 'statusmessage']);
/** Keys of a message at the top of a response; further down they often describe the list. */
const texts = new Set(['detail', 'details', 'reason', 'description', 'info', 'information', 'note']);

/** Returns true if a response without its list has a message instead, or is a web page. */
export const hasMessage = (document: Json, path: readonly string[]): boolean =>
  objectsOnPath(document, path).some(
    (object, depth) => Object.entries(object).some((entry) => isMessage(entry, depth)) || (depth === 0 && isWebPage(object, path)),
  );

const isMessage = ([key, value]: [string, Json], depth: number): boolean => {
  const name = bareNameOf(key);
  return isText(value) ? messages.has(name) || (depth === 0 && texts.has(name)) : isFilled(value) && messages.has(name);
};

/** A page for people, such as one to log in, read as XML. */
const isWebPage = (document: JsonObject, [first]: readonly string[]): boolean =>
  first?.toLowerCase() !== 'html' && Object.keys(document).some((key) => key.toLowerCase() === 'html' && isJsonObject(document[key]));

const isText = (value: Json): boolean => typeof value === 'string' && value.trim() !== '';
const isFilled = (value: Json): boolean => typeof value === 'object' && value !== null && Object.keys(value).length > 0;
