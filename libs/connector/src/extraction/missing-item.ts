import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { Located } from '../roles/roles';
import { refuseError } from '../paths/error-object';
import { describeMissingList } from '../paths/missing-list';
import type { MissingList } from '../session/missing-list';
import { hasMessage } from '../paths/message-in-response';

/**
 * Like `describeMissingList`, for a path that begins with an index into the list that is the response: `[1]` of `[{"message": "no
 * access"}]`.
 * @throws UnreadablePageError if the response is an error
 */
export const findMissingItem = async (documents: AsyncIterable<Located>, path: readonly string[]): Promise<MissingList | undefined> => {
  const index = Number(path[0]);
  let first: Json | undefined;
  let count = 0;
  for await (const { pointer, value } of documents) {
    if (count++ === 0) {
      refuseError(value, path);
      if (pointer === '') return describeMissingList(value, path);
      first = value;
    }
    if (index < 0) return undefined;
    if (count > index) return describeMissingList(value, path.slice(1), path.slice(0, 1));
  }
  if (first === undefined) return undefined;
  const keys = isJsonObject(first) ? `, with ${Object.keys(first).slice(0, most).join(', ').slice(0, longest)} in the first place` : '';
  const instead = hasMessage(first, []) ? 'message' : 'nothing';
  return { path: path.join('.'), has: `the response is a list of ${count}${keys}`, instead };
};

const most = 12;
const longest = 200;

/** A response that is itself a list of several objects, none of which has the path, may be the list. */
export const orWholeResponse = async (missing: MissingList, documents: AsyncIterable<Located>): Promise<MissingList> => {
  if (missing.instead !== 'nothing') return missing;
  let count = 0;
  for await (const { value } of documents) {
    if (!isJsonObject(value) || Object.keys(value).length === 0) return missing;
    if (++count === 2) return { ...missing, near: 'list at the top', instead: 'list' };
  }
  return missing;
};
