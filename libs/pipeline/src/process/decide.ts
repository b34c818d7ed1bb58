import { noCounts, type Counts, type Failure, type Outcome } from '@twl/contracts';
import type { Gap, Head, RecordWrite } from '@twl/ports';
import type { StoredRecords } from '../records/knowledge';
import { unwrittenOutcome, type RecordState } from '../records/record-state';
import type { Item } from '../records/sighting';

/** What a slice of a page comes to. */
export interface BatchDecision {
  /** How many of the items it covers, from the first on. */
  taken: number;
  counts: Counts;
  writes: RecordWrite[];
  failures: Failure[];
}

/** How to decide. */
export interface DecideOptions {
  /** Writes that one commit can take. */
  limit: number;
  gap: Gap | undefined;
  /** Whether versions that were replaced stay. */
  keepsEarlier: boolean;
}

/** Decides as many of the items, in order, as `limit` writes allow; at least one. */
export const decide = (items: readonly Item[], knowledge: StoredRecords, options: DecideOptions): BatchDecision => {
  const counts = noCounts();
  const failures: Failure[] = [];
  const states = new Set<RecordState>();
  let cost = 0;
  let taken = 0;
  for (const item of items) {
    const head = item.kind === 'seen' ? knowledge.headOf(item) : undefined;
    const price = head ? 0 : priceOf(item, knowledge);
    if (taken > 0 && cost + price > options.limit) break;
    cost += price;
    taken += 1;
    take(item, head);
  }
  const writes = [...states].map((state) => state.write(options)).filter((write) => write !== undefined);
  return { taken, counts, writes, failures };

  function take(item: Item, head: Head | undefined): void {
    if (item.kind === 'seen' && item.isLate) counts.deleted = (counts.deleted ?? 0) + goneBy(item);
    else count(counts, outcomeOf(item, head));
  }

  /** How many records fewer are shown after an item that was not fetched. */
  function goneBy(item: SeenItem): number {
    const state = knowledge.stateOf(item);
    // Of a record that nobody knows nothing has to be remembered, unless the page that brought it may still come.
    if (item.seen.deleted && !state.isKnown && !options.gap) return 0;
    const wasShown = state.isShown;
    states.add(state);
    state.see(item.seen, options.gap);
    return Number(wasShown) - Number(state.isShown);
  }

  function outcomeOf(item: Item, head: Head | undefined): Outcome {
    if (item.kind === 'filtered') return 'filtered';
    if (item.kind === 'refused') {
      failures.push(item.failure);
      return 'quarantined';
    }
    if (head) return unwrittenOutcome(head, item.seen);
    const state = knowledge.stateOf(item);
    states.add(state);
    const wasShown = state.isShown;
    const outcome = state.see(item.seen, options.gap);
    if (item.seen.deleted && wasShown && !state.isShown) counts.deleted = (counts.deleted ?? 0) + 1;
    return outcome;
  }
};

type SeenItem = Extract<Item, { kind: 'seen' }>;

/** The most that an item of which more than the head is needed can add to a commit. */
const priceOf = (item: Item, knowledge: StoredRecords): number => {
  if (item.kind === 'filtered') return 0;
  return item.kind === 'refused' ? 1 : knowledge.stateOf(item).price;
};

const count = (counts: Counts, outcome: Outcome): void => {
  counts.fetched += 1;
  counts[outcome] += 1;
};
