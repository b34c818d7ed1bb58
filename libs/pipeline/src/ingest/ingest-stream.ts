import type { StoredRun } from '@twl/ports';
import { holdLease } from './hold-lease';
import type { IngestPorts, IngestRequest } from './ingest-ports';
import { IngestionRun } from './ingestion-run';
import { recoverRun } from './recover-run';

/**
 * Runs one stream: fetches what is new, keeps every page raw, books it and sends it on. A run of the stream that was left by its worker
 * is ended first. Ends, whatever the source does, with a run that says what happened.
 * @throws LeaseLostError when another worker took the run over; storage errors that outlast their retries
 */
export const ingestStream = (ports: IngestPorts, request: IngestRequest): Promise<StoredRun> =>
  ports.log.within({ runId: request.id }, () => runStream(ports, request));

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
    leaseMs: holdLease.leaseMs,
  });
  const fields = { source, stream: name, runId: begun.run.id };
  if (begun.kind !== 'started') {
    if (begun.kind === 'overlap') ports.log.warn('run.skipped', { ...fields, reason: begun.run.reason });
    return begun.run;
  }
  ports.log.info('run.started', { ...fields, runSeq: begun.run.seq, trigger });
  const hold = holdLease(ports, begun.lease, request.signal);
  try {
    return await new IngestionRun(ports, request, { run: begun.run, last, lease: begun.lease, signal: hold.signal }).run();
  } finally {
    await hold.release();
  }
};

/** How long a run waits for the pages of the one before it, ms, and how often it looks. */
const patience = { totalMs: 10_000, stepMs: 100 };

/** Ends the stream's last run if its worker is gone, and lets its last pages be processed. Gives that run. */
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
