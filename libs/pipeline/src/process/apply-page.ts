import type { PageId } from '@twl/contracts';
import {
  NotFoundError,
  UnreadablePageError,
  type FailureStore,
  type Log,
  type PageEntry,
  type PageLedger,
  type SourceCatalog,
  type UnappliedPages,
} from '@twl/ports';
import { ContractFrozenError } from '../contract/contract-frozen-error';
import { applyRawPage, type RawPorts } from './apply-raw-page';
import { PageMovedError } from './chunk-committer';
import { failureOf } from '../records/item';
import { findStream } from './find-stream';

/** Ports for applying pages. */
export interface ApplyPorts extends RawPorts {
  ledger: PageLedger;
  unapplied: UnappliedPages;
  failures: FailureStore;
  catalog: SourceCatalog;
  log: Log;
}

/**
 * Gives every item of a stored page its outcome exactly once, even if several workers apply the page. Reads the raw object, decides in the order
 * of the page, and commits in chunks; each commit also moves the ledger forward. Does nothing to a page that is not open.
 * @returns the page after it was applied
 * @throws NotFoundError for an unknown page, source or stream; the errors of reading the page
 */
export const applyPage = async (ports: ApplyPorts, ref: PageId): Promise<PageEntry> => {
  for (;;) {
    const page = await ports.ledger.get(ref);
    if (!page) throw new NotFoundError('page', `${ref.runId}/${ref.pageIndex}`);
    if (page.status !== 'open') return page;
    try {
      await applyOpenPage(ports, page);
    } catch (error) {
      if (!(error instanceof PageMovedError)) throw error;
      ports.log.info('page.moved', { ...ref });
    }
  }
};

/** Applies the remaining items of an open page. Parks a page that cannot be read to its end: a corrected manifest may be able to read it. */
const applyOpenPage = async (ports: ApplyPorts, page: PageEntry): Promise<void> => {
  const stream = await findStream(ports.catalog, page);
  try {
    await applyRawPage(ports, { stream, page, pendingBefore: () => ports.unapplied.lastPendingBefore(page), failures: ports.failures });
  } catch (error) {
    if (!(error instanceof UnreadablePageError)) throw error;
    const data = error instanceof ContractFrozenError ? error.fieldChanges : null;
    await ports.ledger.park(page, failureOf(page, { reason: error.reason, detail: error.message, data }));
  }
};
