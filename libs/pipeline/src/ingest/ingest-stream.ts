import type { StoredRun, WorkFields } from '@twl/ports';
import { keepLeaseAlive } from './keep-lease-alive';
import type { IngestPorts, IngestRequest } from './ingest-ports';
import { IngestionRun } from './ingestion-run';
import { recoverRun } from './recover-run';

/**
 * Runs one stream: fetches its pages, stores each one raw, enters it into the ledger and queues it. First ends an abandoned run of the stream.
 * Errors of the source do not throw: the returned run has them.
 * @throws LeaseLostError when another worker took over the run; storage errors that persist after all retries
 */
export const ingestStream = (ports: IngestPorts, request: IngestRequest): Promise<StoredRun> =>
  ports.log.within(workOf(request), () => runStream(ports, request));

const workOf = ({ id, stream, traceparent }: IngestRequest): WorkFields => ({
  ...{ work: 'run', runId: id, source: stream.source, stream: stream.name },
  traceparent,
});

const runStream = async (ports: IngestPorts, request: IngestRequest): Promise<StoredRun> => {
  const { source, name } = request.stream;
  const last = await recoverStream(request, ports);
  const { id, trigger } = request;
  const begun = await ports.runs.begin({
    id,
    source,
    stream: name,
    trigger,
    at: ports.clock.iso(),
    owner: ports.owner,
    leaseMs: keepLeaseAlive.leaseMs,
  });
  const fields = { source, stream: name, runId: begun.run.id };
  if (begun.kind !== 'started') {
    if (begun.kind === 'overlap') ports.log.warn('run.skipped', { ...fields, reason: begun.run.reason });
    return begun.run;
  }
  ports.log.info('run.started', { ...fields, runSeq: begun.run.seq, trigger });
  const hold = keepLeaseAlive(ports, begun.lease, request.signal);
  try {
    return await new IngestionRun(ports, request, { run: begun.run, last, lease: begun.lease, signal: hold.signal }).run();
  } finally {
    await hold.release();
  }
};

/** How long a run waits for the pages of the previous run, and how often it checks, ms. */
const patience = { totalMs: 10_000, stepMs: 100 };

/** Ends the last run of the stream if its worker is dead, and waits until its pages are processed. Returns that run. */
const recoverStream = async ({ signal, stream }: IngestRequest, ports: IngestPorts): Promise<StoredRun | undefined> => {
  const until = ports.clock.monotonic() + patience.totalMs;
  for (;;) {
    const { last } = await ports.runs.latest(stream.source, stream.name);
    if (!last || last.phase === 'closed') return last;
    await recoverRun(ports, last);
    const now = (await ports.runs.get(last.id)) ?? last;
    if (now.phase !== 'applying' || ports.clock.monotonic() >= until) return now;
    await ports.clock.sleep(patience.stepMs, signal);
  }
};
