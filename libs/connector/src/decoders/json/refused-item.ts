import type { Json } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import type { Located } from '../../roles/roles';
import { parseJsonBytes } from './parse-json-bytes';
import type { JsonShape } from './scan-json';

/** Maximum length of the shown part of an invalid item, bytes. */
const shown = 10_000;

/** An item whose place is known and whose text is no JSON: it is refused, the others are not. */
export class RefusedItem {
  constructor(
    /** The shown part of the item. */
    readonly value: Json,
    readonly problem: UnreadablePageError,
  ) {}
}

/** Reads an item of a list. @throws UnreadablePageError if there is nothing, which is an error of the list */
export const readItem = (bytes: Buffer, shape: JsonShape): Json | RefusedItem => {
  try {
    return parseJsonBytes(bytes, shape);
  } catch (error) {
    if (!(error instanceof UnreadablePageError) || bytes.length === 0) throw error;
    return new RefusedItem(bytes.subarray(0, shown).toString(), error);
  }
};

/** An item at its place in the body. */
export const locate = (pointer: string, value: Json | RefusedItem): Located =>
  value instanceof RefusedItem
    ? { pointer, value: value.value, refused: { reason: value.problem.reason, detail: value.problem.message } }
    : { pointer, value };
