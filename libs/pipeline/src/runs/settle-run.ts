import { addCounts, isBalanced, noCounts, type Counts, type RunState } from '@twl/contracts';
import type { Clock, Log, PageEntry, PageLedger, RunStore, StoredRun } from '@twl/ports';

/** What settling runs needs. */
export interface SettlePorts {
  runs: RunStore;
  ledger: PageLedger;
  clock: Clock;
  log: Log;
}

/** What a run comes to, from how its fetching ended and what became of its pages. */
export const closingOf = (run: StoredRun, pages: readonly PageEntry[]): { state: RunState; reason?: string; counts: Counts } => {
  const end = run.end ?? { state: 'complete', unmodified: noCounts(), bytesSaved: 0 };
  const counts = pages.reduce((sum, page) => addCounts(sum, page.counts), end.unmodified);
  const parked = pages.filter(({ status }) => status === 'parked').length;
  if (!isBalanced(counts)) return { state: 'suspect', reason: 'the books do not balance', counts };
  if (pages.length !== run.pages)
    return { state: 'suspect', reason: `${run.pages} pages were stored, the books know ${pages.length}`, counts };
  if (end.state !== 'complete') return { state: end.state, ...(end.reason ? { reason: end.reason } : {}), counts };
  if (parked > 0) return { state: 'partial', reason: `${parked} of ${pages.length} pages could not be processed`, counts };
  if (counts.quarantined > 0)
    return { state: 'partial', reason: `${counts.quarantined} of ${counts.fetched} records were refused`, counts };
  return { state: 'succeeded', counts };
};

/** Closes a run once every one of its pages has been dealt with. Safe to call at any time, by anybody, again. */
export const settleRun = async ({ runs, ledger, clock, log }: SettlePorts, id: string): Promise<StoredRun | undefined> => {
  const run = await runs.get(id);
  if (run?.phase !== 'applying') return run;
  const pages = await ledger.ofRun(id);
  if (pages.some(({ status }) => status === 'open')) return run;
  const closed = await runs.close(id, { ...closingOf(run, pages), at: clock.iso() });
  const { source, stream, state, reason, counts } = closed;
  log.info('run.closed', { source, stream, run: id, state, reason, ...counts });
  return closed;
};
