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
import { FrozenPageError } from '../contract/frozen-page-error';
import { applyRaw, type RawPorts } from './apply-raw';
import { PageMoved } from './chunks';
import { failureOf } from '../records/sighting';
import { streamOf } from './stream-of';

/** What applying pages needs. */
export interface ApplyPorts extends RawPorts {
  ledger: PageLedger;
  unapplied: UnappliedPages;
  failures: FailureStore;
  catalog: SourceCatalog;
  log: Log;
}

/**
 * Gives every record of a stored page its outcome, exactly once, whoever else works on the page: reads it from the raw zone, decides
 * in the order of the page, and commits chunk by chunk, each with its place in the ledger. A page that is no longer open is left alone.
 * @returns the page as it then stands
 * @throws NotFoundError for a page, source or stream that is not there; what reading the page throws
 */
export const applyPage = async (ports: ApplyPorts, ref: PageId): Promise<PageEntry> => {
  for (;;) {
    const page = await ports.ledger.get(ref);
    if (!page) throw new NotFoundError('page', `${ref.runId}/${ref.pageIndex}`);
    if (page.status !== 'open') return page;
    try {
      await applyFrom(ports, page);
    } catch (error) {
      if (!(error instanceof PageMoved)) throw error;
      ports.log.info('page.moved', { ...ref });
    }
  }
};

/** Applies what is left of an open page. A page that cannot be read, or not further, is set aside: a corrected manifest may bring it back. */
const applyFrom = async (ports: ApplyPorts, page: PageEntry): Promise<void> => {
  const stream = await streamOf(ports.catalog, page);
  try {
    await applyRaw(ports, { stream, page, gapBefore: () => ports.unapplied.lastGapBefore(page), failures: ports.failures });
  } catch (error) {
    if (!(error instanceof UnreadablePageError)) throw error;
    const data = error instanceof FrozenPageError ? error.news : null;
    await ports.ledger.park(page, failureOf(page, { reason: error.reason, detail: error.message, data }));
  }
};
