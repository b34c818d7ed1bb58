import { noCounts, type Counts, type Failure, type Outcome } from '@twl/contracts';
import type { Gap, RecordWrite } from '@twl/ports';
import type { Knowledge } from './knowledge';
import { unwrittenOutcome, type RecordState } from './record-state';
import type { Item } from './sighting';

/** What a slice of a page comes to. */
export interface Decision {
  /** How many of the items it covers, from the first on. */
  taken: number;
  counts: Counts;
  writes: RecordWrite[];
  failures: Failure[];
}

/** Decides as many of the items, in order, as `limit` writes allow; at least one. */
export const decide = (items: readonly Item[], knowledge: Knowledge, options: { limit: number; gap: Gap | undefined }): Decision => {
  const counts = noCounts();
  const failures: Failure[] = [];
  const states = new Set<RecordState>();
  let cost = 0;
  let taken = 0;
  for (const item of items) {
    const price = priceOf(item, knowledge, options.gap);
    if (taken > 0 && cost + price > options.limit) break;
    cost += price;
    taken += 1;
    count(counts, outcomeOf(item));
  }
  const writes = [...states].map((state) => state.write()).filter((write) => write !== undefined);
  return { taken, counts, writes, failures };

  function outcomeOf(item: Item): Outcome {
    if (item.kind === 'filtered') return 'filtered';
    if (item.kind === 'refused') {
      failures.push(item.failure);
      return 'quarantined';
    }
    const head = knowledge.headOf(item, options.gap);
    if (head) return unwrittenOutcome(head, item.seen);
    const state = knowledge.stateOf(item);
    states.add(state);
    return state.see(item.seen, options.gap);
  }
};

/** The most that an item can add to a commit. */
const priceOf = (item: Item, knowledge: Knowledge, gap: Gap | undefined): number => {
  if (item.kind === 'filtered') return 0;
  if (item.kind === 'refused') return 1;
  return knowledge.headOf(item, gap) ? 0 : knowledge.stateOf(item).price;
};

const count = (counts: Counts, outcome: Outcome): void => {
  counts.fetched += 1;
  counts[outcome] += 1;
};
