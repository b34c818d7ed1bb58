import { addCounts, isBalanced, noCounts, type Counts, sumUsage } from '@twl/contracts';
import type { Closing, PageEntry, StoredRun } from '@twl/ports';
import { splitPages } from '../pages/derived-page';
import type { SettlePorts, Settling } from './end-step';

/** Computes the final state of a run from the end of its fetching and the status of its pages. */
const closingOf = (run: StoredRun, pages: readonly PageEntry[]): Closing => {
  const end = run.end ?? { state: 'complete', unmodified: noCounts(), bytesSaved: 0 };
  const counts = pages.reduce((sum, page) => addCounts(sum, page.counts), end.unmodified);
  const parked = pages.filter(({ status }) => status === 'parked').length;
  if (!isBalanced(counts)) return { state: 'suspect', reason: 'the counts do not add up', counts };
  const known = splitPages(run, pages).fetched.length;
  if (known !== run.pages) return { state: 'suspect', reason: `${run.pages} pages were stored, but the ledger has ${known}`, counts };
  if (end.state !== 'complete') return { state: end.state, ...(end.reason ? { reason: end.reason } : {}), counts };
  const frozen = pages.filter(({ reason }) => reason === 'CONTRACT').length;
  if (frozen > 0) return { state: 'suspect', reason: `${frozen} of ${pages.length} pages break the contract and wait`, counts };
  if (parked > 0) return { state: 'partial', reason: `${parked} of ${pages.length} pages could not be processed`, counts };
  if (counts.quarantined > 0)
    return { state: 'partial', reason: `${counts.quarantined} of ${counts.fetched} records were refused`, counts };
  return { state: 'succeeded', counts };
};

/**
 * Closes a run that has no open page, after its end steps. Corrects a closed run if a page of it was applied since. Safe to call at any time,
 * by any worker, again.
 */
export const settleRun = async (ports: SettlePorts, id: string): Promise<StoredRun | undefined> => {
  const { runs, ledger } = ports;
  const run = await runs.get(id);
  if (!run?.end || run.phase === 'fetching') return run;
  if (await ledger.hasOpen(id)) return run;
  const pages = await ledger.ofRun(id);
  if (pages.some(({ status }) => status === 'open')) return run;
  const result = await runEndSteps(ports, { run, pages, closing: closingOf(run, pages) });
  if (!result) return runs.get(id);
  const usage = sumUsage(pages.map((page) => page.usage));
  const closing = { ...result, ...(usage && { usage }) };
  const closed = run.phase === 'closed' && isClosedAs(run, closing) ? run : await storeClosing(ports, run, closing);
  // Another worker closed or reopened it meanwhile: settle what is stored now.
  if (!isClosedAs(closed, closing)) return settleRun(ports, id);
  return (await reopen(ports, { run: closed, pages })) ? settleRun(ports, id) : closed;
};

const runEndSteps = async (ports: SettlePorts, { run, pages, closing }: Settling): Promise<Closing | undefined> => {
  let result: Closing = closing;
  for (const step of ports.endSteps) {
    const settling = { run, pages, closing: result };
    const next = await (run.phase === 'closed' ? step.beforeAmend(ports, settling) : step.beforeClose(ports, settling));
    if (!next) return undefined;
    result = next;
  }
  return result;
};

/** Returns true as soon as one step has reopened the run. */
const reopen = async (ports: SettlePorts, closed: Omit<Settling, 'closing'>): Promise<boolean> => {
  for (const step of ports.endSteps) if (await step.reopen(ports, closed)) return true;
  return false;
};

const storeClosing = async ({ runs, clock, log }: SettlePorts, run: StoredRun, closing: Closing): Promise<StoredRun> => {
  const { id } = run;
  const from = run.deletions ?? null;
  const closed = await (run.phase === 'closed'
    ? runs.amend(id, { ...closing, from })
    : runs.close(id, { ...closing, at: clock.iso(), from }));
  if (!isClosedAs(closed, closing)) return closed;
  const { source, stream, state, reason, counts } = closed;
  const ms = Math.max(0, clock.now() - Date.parse(run.startedAt));
  const event = run.phase === 'closed' ? 'run.amended' : 'run.closed';
  log.info(event, { source, stream, runId: id, state, reason, ...counts, ...(event === 'run.closed' && { ms }) });
  return closed;
};

const isClosedAs = (run: StoredRun, { state, reason, counts }: Closing): boolean =>
  run.state === state &&
  run.reason === reason &&
  Object.entries(counts).every(([name, count]) => run.counts[name as keyof Counts] === count);
