import { noCounts, type PageId } from '@twl/contracts';
import type { Commit, Engine, Head, Lease, PageEntry, StreamState } from '@twl/ports';
import { altered } from '@twl/ports/testing';

/** A pipeline with one of its guards taken out. Proof is worth something only if each of them is caught. */
export interface Mutant {
  name: string;
  /** Begins a history: gives what makes the ports of each process lack the guard. */
  view?(): (engine: Engine) => Engine;
  hasSweeper?: boolean;
}

/** Commits leave no trace in the books: a page delivered twice is applied twice. */
const noLedger = () => {
  const done = new Set<string>();
  // Who has just applied a page sees it applied; whoever asks next sees it open.
  const justDone = new Set<string>();
  const nameOf = ({ runId, pageIndex }: PageId): string => `${runId}/${pageIndex}`;
  return (engine: Engine): Engine => {
    const { records, ledger, unapplied } = engine;
    const asDone = (page: PageEntry): PageEntry => (done.has(nameOf(page)) ? { ...page, status: 'applied' } : page);
    return {
      ...engine,
      records: altered(records, {
        commit: async (commit) => {
          const from = (await ledger.get(commit.page))?.next ?? 0;
          const result = await records.commit({ ...commit, from, to: commit.done ? 0 : commit.to, done: false });
          if (commit.done && result.kind === 'committed') {
            done.add(nameOf(commit.page));
            justDone.add(nameOf(commit.page));
          }
          return result;
        },
      }),
      ledger: altered(ledger, {
        get: async (ref) => {
          const page = await ledger.get(ref);
          return page && justDone.delete(nameOf(ref)) ? asDone(page) : page;
        },
        ofRun: async (run) => (await ledger.ofRun(run)).map(asDone),
      }),
      unapplied: altered(unapplied, {
        open: async (limit) => (await unapplied.open(1e6)).filter((page) => asDone(page).status === 'open').slice(0, limit),
        lastPendingBefore: async () => undefined,
      }),
    };
  };
};

/** What is equal is skipped without remembering that it was seen. */
const noOrderOnEqual =
  () =>
  (engine: Engine): Engine => ({
    ...engine,
    unapplied: altered(engine.unapplied, { lastPendingBefore: async () => undefined }),
  });

/** Records first, then, in a write of their own, the counters. */
const countersApart =
  () =>
  (engine: Engine): Engine => {
    const { records } = engine;
    return {
      ...engine,
      records: altered(records, {
        commit: async (commit: Commit) => {
          const first = await records.commit({ ...commit, done: false, counts: noCounts() });
          if (first.kind !== 'committed') return first;
          // Whoever dies in this turn of the world has written the one and not the other.
          return records.commit({ ...commit, from: commit.to, writes: [], failures: [] });
        },
      }),
    };
  };

/** A message is taken off the queue when it is received. */
const ackFirst =
  () =>
  (engine: Engine): Engine => {
    const { pageQueue: queue } = engine;
    return {
      ...engine,
      pageQueue: altered(queue, {
        receive: async (options) => {
          const deliveries = await queue.receive(options);
          for (const { receipt } of deliveries) await queue.ack(receipt);
          return deliveries;
        },
      }),
    };
  };

/** Whoever once held a lease may go on writing under it. */
const noFencing = () => {
  const taken = new Map<string, Lease>();
  const newest = (lease: Lease): Lease => taken.get(lease.runId) ?? lease;
  return (engine: Engine): Engine => {
    const { runs, leases, streamStates, ledger } = engine;
    return {
      ...engine,
      leases: altered(leases, {
        takeOver: async (id, claim) => {
          const lease = await leases.takeOver(id, claim);
          if (lease) taken.set(id, lease);
          return lease;
        },
        renew: (lease, at, ms) => leases.renew(newest(lease), at, ms),
      }),
      streamStates: altered(streamStates, { checkpoint: (lease, state) => streamStates.checkpoint(newest(lease), state) }),
      runs: altered(runs, { endFetch: (lease, end, totals) => runs.endFetch(newest(lease), end, totals) }),
      ledger: altered(ledger, { enter: (lease, page) => ledger.enter(newest(lease), page) }),
    };
  };
};

/** What is known of a record may be older than what is stored. */
const staleReads = () => {
  const before = new Map<string, Head>();
  return (engine: Engine): Engine => {
    const { records } = engine;
    return {
      ...engine,
      records: altered(records, {
        heads: async (ids) => {
          const heads = await records.heads(ids);
          const stale = new Map([...heads].map(([id, head]) => [id, before.get(id) ?? head]));
          for (const [id, head] of heads) before.set(id, head);
          return stale;
        },
      }),
    };
  };
};

/** Nothing in the raw zone says which pages a run has that another worker ended. */
const noPageList =
  () =>
  (engine: Engine): Engine => {
    const raw = engine.raw;
    const put: typeof raw.put = async (key, meta, body) => (meta.contentType.includes('page-list') ? 'stored' : raw.put(key, meta, body));
    return { ...engine, raw: altered(raw, { put }) };
  };

/** A run that broke off passes for one that read everything: what it did not come to is taken for gone. */
const deletesAfterPart =
  () =>
  (engine: Engine): Engine => {
    const runs = engine.runs;
    const get: typeof runs.get = async (id) => {
      const run = await runs.get(id);
      return run?.end?.state === 'failed' ? { ...run, end: { ...run.end, state: 'complete' } } : run;
    };
    return { ...engine, runs: altered(runs, { get }) };
  };

/** A run forgets that it did not see everything. */
const deletesUnseen =
  () =>
  (engine: Engine): Engine => {
    const runs = engine.runs;
    const get: typeof runs.get = async (id) => {
      const run = await runs.get(id);
      return run?.end ? { ...run, end: { ...run.end, unseen: 0 } } : run;
    };
    return { ...engine, runs: altered(runs, { get }) };
  };

/** The place of a read that was deferred stays after all of the rest was read. */
const positionNeverCleared = () => {
  const positions = new Map<string, StreamState['cursor']>();
  return (engine: Engine): Engine => {
    const runs = engine.runs;
    const endFetch: typeof runs.endFetch = async (lease, end, totals) => {
      const { state } = totals;
      if (end.state === 'deferred' && state) positions.set(lease.source, state.cursor);
      const kept = positions.get(lease.source);
      const isCleared = state?.cursor === null && kept !== undefined;
      return runs.endFetch(lease, end, isCleared ? { ...totals, state: { ...state, cursor: kept } } : totals);
    };
    return { ...engine, runs: altered(runs, { endFetch }) };
  };
};

/** A run that went on where another one stopped passes for one that read everything. */
const deletesAfterRest =
  () =>
  (engine: Engine): Engine => {
    const runs = engine.runs;
    const get: typeof runs.get = async (id) => {
      const run = await runs.get(id);
      return run?.end?.resumed ? { ...run, end: { ...run.end, resumed: false } } : run;
    };
    return { ...engine, runs: altered(runs, { get }) };
  };

/** Every guard that the proof must miss at once when it is gone. */
export const mutants: Mutant[] = [
  { name: 'no ledger', view: noLedger },
  { name: 'no sweeper', hasSweeper: false },
  { name: 'no order on equal fingerprint', view: noOrderOnEqual },
  { name: 'counter outside the transaction', view: countersApart },
  { name: 'acknowledge before write', view: ackFirst },
  { name: 'no fencing', view: noFencing },
  { name: 'stale read of the fingerprint', view: staleReads },
  { name: 'no list of pages', view: noPageList },
  { name: 'deletions after a partial run', view: deletesAfterPart },
  { name: 'deletions after the rest of a run', view: deletesAfterRest },
  { name: 'a place that is never cleared', view: positionNeverCleared },
  { name: 'deletions of what was not seen', view: deletesUnseen },
];
