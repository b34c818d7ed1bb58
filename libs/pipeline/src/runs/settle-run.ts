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

/**
 * Closes a run once every one of its pages has been dealt with; corrects the books of one that was closed before, when a page of it was
 * brought back since. Safe to call at any time, by anybody, again.
 */
export const settleRun = async (ports: SettlePorts, id: string): Promise<StoredRun | undefined> => {
  const { runs, ledger, clock, log } = ports;
  const run = await runs.get(id);
  if (!run?.end || run.phase === 'fetching') return run;
  const pages = await ledger.ofRun(id);
  if (pages.some(({ status }) => status === 'open')) return run;
  const closing = closingOf(run, pages);
  if (run.phase === 'closed' && isClosedAs(run, closing)) return run;
  const closed = await (run.phase === 'closed' ? runs.amend(id, closing) : runs.close(id, { ...closing, at: clock.iso() }));
  const { source, stream, state, reason, counts } = closed;
  log.info(run.phase === 'closed' ? 'run.amended' : 'run.closed', { source, stream, run: id, state, reason, ...counts });
  return closed;
};

const isClosedAs = (run: StoredRun, { state, reason, counts }: ReturnType<typeof closingOf>): boolean =>
  run.state === state &&
  run.reason === reason &&
  Object.entries(counts).every(([name, count]) => run.counts[name as keyof Counts] === count);
