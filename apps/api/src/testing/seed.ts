import { noCounts, pageIdOf, type CuratedRecord, type Failure, type RunState } from '@twl/contracts';
import { type Engine, type Lease, type Payload, type RecordWrite, payloadOf } from '@twl/ports';
import { makeBegin, makeCommit, makePage, makePageMeta, makeRawKey, makeWrite } from '@twl/ports/testing';

/** One applied run with one page. */
export interface SeedRun {
  run: string;
  source?: string;
  stream?: string;
  at: string;
  records?: Partial<CuratedRecord>[];
  /** Further records, with their earlier versions. */
  writes?: RecordWrite[];
  failures?: Failure[];
  /** Text of the page; not stored by default. */
  page?: string;
  /** State at the end; by default the run stays running. */
  state?: RunState;
}

/** Stores a run in an engine, as the pipeline does. */
export async function seedRun(engine: Engine, seed: SeedRun): Promise<Lease> {
  const { source = 'shop', stream = 'orders', at, run, records = [], failures = [] } = seed;
  const begun = await engine.runs.begin(makeBegin({ id: run, source, stream, at, trigger: 'manual' }));
  if (begun.kind !== 'started') throw new Error(`the run ${run} was not started: ${begun.kind}`);
  const { lease } = begun;
  const body = seed.page === undefined ? undefined : payloadOf(seed.page);
  const page = makePage(lease, { fetchedAt: at, ...(body && { sha256: body.sha256, bytes: body.bytes }) });
  await engine.ledger.enter(lease, page);
  if (body) await keep(engine, body, { lease, at });
  const writes = records.map((given, itemIndex) =>
    makeWrite({ source, stream, updatedAt: at, firstSeenAt: at, rawRef: { key: page.key, itemIndex, runId: run }, ...given }),
  );
  const commit = makeCommit(page, [...writes, ...(seed.writes ?? [])], { failures, at });
  await engine.records.commit(commit);
  if (seed.state !== undefined) await end(engine, lease, { state: seed.state, at, counts: commit.counts });
  return lease;
}

async function keep(engine: Engine, body: Payload, { lease, at }: { lease: Lease; at: string }): Promise<void> {
  const { bytes, sha256 } = body;
  const meta = makePageMeta({ ...pageIdOf({ ...lease, pageIndex: 0 }), trigger: 'manual', fetchedAt: at, bytes, sha256 });
  await engine.raw.put(makeRawKey({ ...lease, at }), meta, body);
}

async function end(
  engine: Engine,
  lease: Lease,
  closing: { state: RunState; at: string; counts: ReturnType<typeof noCounts> },
): Promise<void> {
  await engine.runs.endFetch(lease, { state: 'complete', unmodified: noCounts(), bytesSaved: 0 }, { pages: 1, bytes: 2 });
  await engine.runs.close(lease.runId, closing);
}
