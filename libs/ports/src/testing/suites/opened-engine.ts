import { noCounts, pageIdOf, type PageId } from '@twl/contracts';
import type { Engine } from '../../storage/engine';
import type { PageEntry } from '../../storage/page-ledger';
import type { Commit, RecordWrite } from '../../storage/record-store';
import type { Lease } from '../../runs/lease-store';
import type { BeginRun } from '../../runs/run-store';
import { makeBegin, makeCommit, makePage } from '../factories';
import { present } from '../present';

/** An empty engine as a contract suite works on it. */
export interface OpenedEngine {
  engine: Engine;
  /** Lets time pass for the engine's clock. */
  advance(ms: number): Promise<void>;
  /** Closes it and removes what it stored. */
  close(): Promise<void>;
}

/** Opens an empty engine whose clock stands still, with queues that give a message up after `maxReceives`, 5 by default. */
export type OpenEngine = () => Promise<OpenedEngine>;

/** Opens an engine for each test, closes it afterwards, and gives the one in use. */
export const useEngine = (open: OpenEngine): (() => OpenedEngine) => {
  let opened: OpenedEngine | undefined;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  return () => present(opened);
};

let runs = 0;

/** Begins a run with an id of its own, and gives its lease. */
export const start = async ({ runs: store }: Engine, given: Partial<BeginRun> = {}): Promise<Lease> => {
  const begun = await store.begin(makeBegin({ id: `run-${++runs}`, ...given }));
  if (begun.kind !== 'started') throw new Error(`the run did not start: ${begun.kind}`);
  return begun.lease;
};

/** Enters a page under a lease. */
export const enter = async ({ ledger }: Engine, lease: Lease, given: Partial<PageEntry> = {}): Promise<PageId> => {
  const page = makePage(lease, given);
  await ledger.enter(lease, page);
  return pageIdOf(page);
};

/** Ends a run as complete, and closes it. */
export const settle = async ({ runs: store }: Engine, lease: Lease): Promise<void> => {
  const end = { state: 'complete', unmodified: noCounts(), bytesSaved: 0 } as const;
  await store.endFetch(lease, end, { pages: 1, bytes: 2 });
  await store.close(lease.runId, { state: 'succeeded', counts: noCounts(), at: '2026-01-31T12:05:00.000Z' });
};

/** Applies the writes as the one page of a run of their stream. */
export const applyPage = async (engine: Engine, writes: RecordWrite[], given: Partial<Commit> = {}): Promise<PageId> => {
  const { source, stream } = writes[0]?.record ?? { source: 'shop', stream: 'orders' };
  const lease = await start(engine, { source, stream });
  const page = await enter(engine, lease);
  const result = await engine.records.commit(makeCommit(page, writes, given));
  if (result.kind !== 'committed') throw new Error(`the page was not applied: ${result.kind}`);
  await settle(engine, lease);
  return page;
};

/** The revision of a stored record. */
export const revisionOf = async ({ records }: Engine, id: string): Promise<number> => present((await records.heads([id])).get(id)).revision;
