import { noCounts, pageIdOf } from '@twl/contracts';
import type { Lease, RawEntry, StoredRun, StreamState } from '@twl/ports';
import { settleRun } from '../runs/settle-run';
import { keepLeaseAlive, RunCancelledError } from './keep-lease-alive';
import type { IngestPorts } from './ingest-ports';
import { isPageList, storePageList } from '../pages/page-list';
import { newDeliveryOf } from '../pages/page-message';

type RecoverPorts = IngestPorts;

/**
 * Ends a run whose worker is dead: enters stored pages that the ledger lacks, queues every open page again, and closes the run as failed once its
 * pages are applied. Does nothing to the lease of a live worker.
 */
export const recoverRun = async (ports: RecoverPorts, run: StoredRun): Promise<void> => {
  if (run.phase === 'fetching') {
    const lease = await ports.leases.takeOver(run.id, { owner: ports.owner, at: ports.clock.iso(), leaseMs: keepLeaseAlive.leaseMs });
    if (lease) await endAbandoned(ports, run, lease);
  }
  await settleRun(ports, run.id);
};

const endAbandoned = async (ports: RecoverPorts, run: StoredRun, lease: Lease): Promise<void> => {
  const { source, stream, id } = run;
  let found = 0;
  for await (const { key, meta } of rawEntriesOf(ports, run)) {
    const { sha256, bytes, fetchedAt } = meta;
    if (!(await ports.ledger.get(meta))) found += 1;
    await ports.ledger.enter(lease, { ...pageIdOf(meta), key, sha256, bytes, fetchedAt });
  }
  const pages = await ports.ledger.ofRun(id);
  const open = pages.filter(({ status }) => status === 'open');
  await ports.pageQueue.send(open.map((page) => newDeliveryOf(page, ports.clock)));
  const end = abandonedEnd((await ports.runs.get(id)) ?? run, `its worker stopped; ${pages.length} pages were kept`);
  await storePageList(ports, { lease, trigger: run.trigger, pages });
  const bytes = pages.reduce((sum, page) => sum + page.bytes, 0);
  const totals = { pages: pages.length, bytes, ...(pages.length > 0 ? await stateWithoutValidators(ports, run) : {}) };
  await ports.runs.endFetch(lease, { ...end, unmodified: noCounts(), bytesSaved: 0 }, totals);
  ports.log.warn('run.recovered', { source, stream, runId: id, pages: pages.length, unbooked: found, resent: open.length });
};

/** A run that a person cancelled ends so, also if its worker stopped before it noticed. */
const abandonedEnd = ({ cancellation }: StoredRun, what: string): { state: 'failed' | 'cancelled'; reason: string } =>
  cancellation
    ? { state: 'cancelled', reason: `${new RunCancelledError(cancellation).message}; ${what}` }
    : { state: 'failed', reason: `aborted: ${what}` };

/** Clears the validators: the store no longer shows what the previous run saw, so a source that returns to that state must not be taken for unchanged. */
const stateWithoutValidators = async ({ streamStates }: RecoverPorts, { source, stream }: StoredRun): Promise<{ state?: StreamState }> => {
  const state = await streamStates.state(source, stream);
  return state ? { state: { ...state, validators: {} } } : {};
};

async function* rawEntriesOf({ raw, clock }: RecoverPorts, run: StoredRun): AsyncGenerator<RawEntry> {
  // The clock may have been set back since the run began, so that later pages have an earlier day.
  const from = Math.min(Date.parse(run.startedAt), clock.now()) - 86_400_000;
  const fromDay = new Date(from).toISOString().slice(0, 10);
  for await (const entry of raw.list({ source: run.source, stream: run.stream, fromDay })) {
    if (entry.meta.runId === run.id && !isPageList(entry)) yield entry;
  }
}
