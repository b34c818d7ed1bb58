import type { FetchedPage } from '@twl/ports';
import { hasNoContent } from '../fetch/page-scope';
import type { ReadablePage, RecordSelector } from '../roles/roles';
import type { ReadSession } from '../session/read-session';

/**
 * Distinguishes an empty list from a missing one, and checks a response for errors next to it.
 * @throws UnreadablePageError for an error in place of the list
 */
export const checkList = async (
  { lists, notes }: ReadSession,
  selector: RecordSelector,
  { fetched, page }: { fetched: FetchedPage; page: ReadablePage },
): Promise<void> => {
  const { status, body, request } = fetched;
  const owner = { reader: selector, where: `${request.method} ${request.url}` };
  if (hasNoContent(status, body)) {
    if (status === 304) notes.addUnseen('NOT_MODIFIED', `${owner.where}: answered 304, though it was not asked whether it changed`);
    return lists.blank(owner);
  }
  const missing = page.isEmpty ? await selector.missing?.(page) : undefined;
  if (missing) return lists.missing(owner, missing);
  lists.found(owner);
  const errors = await selector.errors?.(page);
  if (errors !== undefined) lists.withErrors(owner, errors);
};
