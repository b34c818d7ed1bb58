import { noCounts, pageIdOf } from '@twl/contracts';
import type { Lease, RawEntry, StoredRun, StreamState } from '@twl/ports';
import { settleRun } from '../runs/settle-run';
import { holdLease } from './hold-lease';
import type { IngestPorts } from './ingest-ports';
import { isPageList, keepPageList } from '../pages/page-list';
import { newDeliveryOf } from '../pages/page-message';

type RecoverPorts = IngestPorts;

/**
 * Ends a run whose worker is gone: books the pages that were stored but not booked, sends every open page again, and closes the run as
 * failed once they are dealt with. A run whose worker is alive is left alone.
 */
export const recoverRun = async (ports: RecoverPorts, run: StoredRun): Promise<void> => {
  if (run.phase === 'fetching') {
    const lease = await ports.leases.takeOver(run.id, { owner: ports.owner, at: ports.clock.iso(), leaseMs: holdLease.leaseMs });
    if (lease) await endAbandoned(ports, run, lease);
  }
  await settleRun(ports, run.id);
};

const endAbandoned = async (ports: RecoverPorts, run: StoredRun, lease: Lease): Promise<void> => {
  const { source, stream, id } = run;
  let found = 0;
  for await (const { key, meta } of rawOf(ports, run)) {
    const { sha256, bytes, fetchedAt } = meta;
    if (!(await ports.ledger.get(meta))) found += 1;
    await ports.ledger.enter(lease, { ...pageIdOf(meta), key, sha256, bytes, fetchedAt });
  }
  const pages = await ports.ledger.ofRun(id);
  const open = pages.filter(({ status }) => status === 'open');
  await ports.pageQueue.send(open.map((page) => newDeliveryOf(page, ports.clock)));
  const reason = `aborted: its worker stopped; ${pages.length} pages were kept`;
  await keepPageList(ports, { lease, trigger: run.trigger, pages });
  const bytes = pages.reduce((sum, page) => sum + page.bytes, 0);
  const totals = { pages: pages.length, bytes, ...(pages.length > 0 ? await stateWithoutValidators(ports, run) : {}) };
  await ports.runs.endFetch(lease, { state: 'failed', reason, unmodified: noCounts(), bytesSaved: 0 }, totals);
  ports.log.warn('run.recovered', { source, stream, runId: id, pages: pages.length, unbooked: found, resent: open.length });
};

/** What the run before saw is no longer what the store shows: a source that goes back to it must not pass for unchanged. */
const stateWithoutValidators = async ({ streamStates }: RecoverPorts, { source, stream }: StoredRun): Promise<{ state?: StreamState }> => {
  const state = await streamStates.state(source, stream);
  return state ? { state: { ...state, validators: {} } } : {};
};

async function* rawOf({ raw, clock }: RecoverPorts, run: StoredRun): AsyncGenerator<RawEntry> {
  // The clock may have been set back since the run began: its later pages are of an earlier day.
  const from = Math.min(Date.parse(run.startedAt), clock.now()) - 86_400_000;
  const fromDay = new Date(from).toISOString().slice(0, 10);
  for await (const entry of raw.list({ source: run.source, stream: run.stream, fromDay })) {
    if (entry.meta.runId === run.id && !isPageList(entry)) yield entry;
  }
}
