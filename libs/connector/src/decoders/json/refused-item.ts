import type { Json } from '@twl/contracts';
import { UnreadablePageError } from '@twl/ports';
import type { Located } from '../../roles/roles';
import { parseJsonBytes } from './parse-json-bytes';
import type { JsonShape } from './scan-json';

/** What is shown of an item that cannot be read, bytes. */
const shown = 10_000;

/** An item whose place is known and whose text is no JSON: it is refused, the others are not. */
export class RefusedItem {
  constructor(
    /** What can be shown of it. */
    readonly value: Json,
    readonly problem: UnreadablePageError,
  ) {}
}

/** An item of a list. @throws UnreadablePageError where there is nothing at all, which is a mistake of the list */
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
