import { addCounts, isBalanced, noCounts, type Counts, sumUsage } from '@twl/contracts';
import type { Closing, PageEntry, StoredRun } from '@twl/ports';
import { partPages } from '../pages/late-page';
import type { DeletionPorts } from '../deletions/delete-gone';
import { resumeDeletions, settleDeletions, standingDeletions } from '../deletions/settle-deletions';

/** What settling runs needs. */
export type SettlePorts = DeletionPorts;

/** What a run comes to, from how its fetching ended and what became of its pages. */
export const closingOf = (run: StoredRun, pages: readonly PageEntry[]): Closing => {
  const end = run.end ?? { state: 'complete', unmodified: noCounts(), bytesSaved: 0 };
  const counts = pages.reduce((sum, page) => addCounts(sum, page.counts), end.unmodified);
  const parked = pages.filter(({ status }) => status === 'parked').length;
  if (!isBalanced(counts)) return { state: 'suspect', reason: 'the books do not balance', counts };
  const known = partPages(run, pages).fetched.length;
  if (known !== run.pages) return { state: 'suspect', reason: `${run.pages} pages were stored, the books know ${known}`, counts };
  if (end.state !== 'complete') return { state: end.state, ...(end.reason ? { reason: end.reason } : {}), counts };
  const frozen = pages.filter(({ reason }) => reason === 'CONTRACT').length;
  if (frozen > 0) return { state: 'suspect', reason: `${frozen} of ${pages.length} pages break the contract and wait`, counts };
  if (parked > 0) return { state: 'partial', reason: `${parked} of ${pages.length} pages could not be processed`, counts };
  if (counts.quarantined > 0)
    return { state: 'partial', reason: `${counts.quarantined} of ${counts.fetched} records were refused`, counts };
  return { state: 'succeeded', counts };
};

/**
 * Closes a run once every one of its pages has been dealt with, and what it found gone; corrects the books of one that was closed before, when a page of it was
 * brought back since. Safe to call at any time, by anybody, again.
 */
export const settleRun = async (ports: SettlePorts, id: string): Promise<StoredRun | undefined> => {
  const { runs, ledger } = ports;
  const run = await runs.get(id);
  if (!run?.end || run.phase === 'fetching') return run;
  if (await ledger.hasOpen(id)) return run;
  const pages = await ledger.ofRun(id);
  if (pages.some(({ status }) => status === 'open')) return run;
  const settling = { run, pages, closing: closingOf(run, pages) };
  const step = await (run.phase === 'closed' ? standingDeletions(ports, settling) : settleDeletions(ports, settling));
  if (!step) return runs.get(id);
  const usage = sumUsage(pages.map((page) => page.usage));
  const closing = { ...step, ...(usage && { usage }) };
  const closed = run.phase === 'closed' && isClosedAs(run, closing) ? run : await write(ports, run, closing);
  // Somebody else closed it, or took it up again, while this was worked out: what counts is what there is now.
  if (!isClosedAs(closed, closing)) return settleRun(ports, id);
  return (await resumeDeletions(ports, { run: closed, pages })) ? settleRun(ports, id) : closed;
};

const write = async ({ runs, clock, log }: SettlePorts, run: StoredRun, closing: Closing): Promise<StoredRun> => {
  const { id } = run;
  const from = run.deletions ?? null;
  const closed = await (run.phase === 'closed'
    ? runs.amend(id, { ...closing, from })
    : runs.close(id, { ...closing, at: clock.iso(), from }));
  if (!isClosedAs(closed, closing)) return closed;
  const { source, stream, state, reason, counts } = closed;
  log.info(run.phase === 'closed' ? 'run.amended' : 'run.closed', { source, stream, runId: id, state, reason, ...counts });
  return closed;
};

const isClosedAs = (run: StoredRun, { state, reason, counts }: Closing): boolean =>
  run.state === state &&
  run.reason === reason &&
  Object.entries(counts).every(([name, count]) => run.counts[name as keyof Counts] === count);
