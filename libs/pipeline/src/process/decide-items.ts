import { noCounts, type Counts, type Failure, type Outcome } from '@twl/contracts';
import type { PendingPage, Head, RecordWrite } from '@twl/ports';
import type { StoredRecords } from '../records/stored-records';
import { unwrittenOutcome, type RecordState } from '../records/record-state';
import type { Item } from '../records/item';

/** The decision about some items of a page. */
export interface BatchDecision {
  /** Number of items that are decided, from the first one. */
  taken: number;
  counts: Counts;
  writes: RecordWrite[];
  failures: Failure[];
}

/** Options of a decision. */
export interface DecideOptions {
  /** Writes that one commit can take. */
  limit: number;
  pending: PendingPage | undefined;
  /** Whether earlier versions are kept. */
  keepsEarlier: boolean;
}

/** Decides items in their order, as many as `limit` writes allow; at least one. */
export const decideItems = (items: readonly Item[], stored: StoredRecords, options: DecideOptions): BatchDecision => {
  const counts = noCounts();
  const failures: Failure[] = [];
  const states = new Set<RecordState>();
  let writesNeeded = 0;
  let taken = 0;
  for (const item of items) {
    const head = item.kind === 'observed' ? stored.headOf(item) : undefined;
    const price = head ? 0 : maxWritesOf(item, stored);
    if (taken > 0 && writesNeeded + price > options.limit) break;
    writesNeeded += price;
    taken += 1;
    applyItem(item, head);
  }
  const writes = [...states].map((state) => state.toWrite(options)).filter((write) => write !== undefined);
  return { taken, counts, writes, failures };

  function applyItem(item: Item, head: Head | undefined): void {
    if (item.kind === 'observed' && item.isDerived) counts.deleted = (counts.deleted ?? 0) + countDeleted(item);
    else countOutcome(counts, outcomeOf(item, head));
  }

  /** Applies a derived item. Returns by how many the number of shown records decreases. */
  function countDeleted(item: ObservedItem): number {
    const state = stored.stateOf(item);
    // The deletion of an unknown record need not be stored, unless the page that has the record is still pending.
    if (item.observation.deleted && !state.isKnown && !options.pending) return 0;
    const wasShown = state.isShown;
    states.add(state);
    state.observe(item.observation, options.pending);
    return Number(wasShown) - Number(state.isShown);
  }

  function outcomeOf(item: Item, head: Head | undefined): Outcome {
    if (item.kind === 'filtered') return 'filtered';
    if (item.kind === 'refused') {
      failures.push(item.failure);
      return 'quarantined';
    }
    if (head) return unwrittenOutcome(head, item.observation);
    const state = stored.stateOf(item);
    states.add(state);
    const wasShown = state.isShown;
    const outcome = state.observe(item.observation, options.pending);
    if (item.observation.deleted && wasShown && !state.isShown) counts.deleted = (counts.deleted ?? 0) + 1;
    return outcome;
  }
};

type ObservedItem = Extract<Item, { kind: 'observed' }>;

/** The most writes that an item can add to a commit, if its head is not enough to decide it. */
const maxWritesOf = (item: Item, stored: StoredRecords): number => {
  if (item.kind === 'filtered') return 0;
  return item.kind === 'refused' ? 1 : stored.stateOf(item).maxWrites;
};

const countOutcome = (counts: Counts, outcome: Outcome): void => {
  counts.fetched += 1;
  counts[outcome] += 1;
};
