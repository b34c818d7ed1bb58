import { requireEntry, type PendingPage, type Head, type RecordStore } from '@twl/ports';
import { dataNeededFor, RecordState, type RecordIdentity, type DataNeed } from './record-state';
import type { Item } from './item';

type ObservedItem = Extract<Item, { kind: 'observed' }>;

const rank: Record<DataNeed, number> = { head: 0, current: 1, history: 2 };

/** Options that decide how much is read. */
interface LoadOptions {
  pending: PendingPage | undefined;
  keepsEarlier: boolean;
}

/** How much an item needs. Dropping earlier versions requires the whole history. */
const dataNeeded = (item: ObservedItem, head: Head, options: LoadOptions & { isRepeated: boolean }): DataNeed => {
  const wanted = dataNeededFor(head, item.observation, options.pending);
  const need = wanted === 'head' && (options.isRepeated || item.isDerived) ? 'current' : wanted;
  return need === 'current' && !options.keepsEarlier && head.version > 1 ? 'history' : need;
};

/** The stored records of a batch of items, as much of them as deciding needs. */
export class StoredRecords {
  private constructor(
    /** Heads of the records that need nothing else. */
    private readonly heads: ReadonlyMap<string, Head>,
    private readonly states: Map<string, RecordState>,
    /** Whether two items of the batch are of the same record. */
    readonly hasRepeats: boolean,
  ) {}

  /** Loads the heads of all records, and current versions or histories of the few that need them. */
  static async load(records: RecordStore, items: readonly Item[], { pending, keepsEarlier }: LoadOptions): Promise<StoredRecords> {
    const observed = items.filter((item): item is ObservedItem => item.kind === 'observed');
    const { ids, repeated } = idsOf(observed);
    const heads = await records.heads(ids);
    const headsOnly = new Map<string, Head>();
    const needs = new Map<string, { need: DataNeed; item: ObservedItem }>();
    for (const item of observed) {
      const { id } = item.identity;
      const head = heads.get(id);
      if (!head) continue;
      const need = dataNeeded(item, head, { pending, keepsEarlier, isRepeated: repeated.has(id) });
      if (need === 'head') headsOnly.set(id, head);
      else if (rank[need] > rank[needs.get(id)?.need ?? 'head']) needs.set(id, { need, item });
    }
    return new StoredRecords(headsOnly, await loadStates(records, heads, needs), repeated.size > 0);
  }

  /** The stored head of a record, if that is enough to decide the item. */
  headOf({ identity }: ObservedItem): Head | undefined {
    return this.heads.get(identity.id);
  }

  /** The state of a record that is being decided. */
  stateOf({ identity }: ObservedItem): RecordState {
    let state = this.states.get(identity.id);
    if (!state) this.states.set(identity.id, (state = RecordState.absent(identity)));
    return state;
  }
}

/** The distinct record ids of items, and the ids that occur more than once. */
const idsOf = (items: readonly ObservedItem[]): { ids: string[]; repeated: ReadonlySet<string> } => {
  const ids = new Set<string>();
  const repeated = new Set<string>();
  for (const { identity } of items) {
    const { size } = ids;
    if (ids.add(identity.id).size === size) repeated.add(identity.id);
  }
  return { ids: [...ids], repeated };
};

const loadStates = async (
  records: RecordStore,
  heads: ReadonlyMap<string, Head>,
  needs: ReadonlyMap<string, { need: DataNeed; item: ObservedItem }>,
): Promise<Map<string, RecordState>> => {
  const states = new Map<string, RecordState>();
  const ids = [...needs].filter(([, { need }]) => need === 'current').map(([id]) => id);
  const currents = ids.length > 0 ? await records.currents(ids, heads) : new Map<string, never>();
  for (const [id, { item }] of needs) {
    const current = currents.get(id);
    const head = requireEntry(heads, id);
    // The need was derived from the head. If the record was written since, it may need more; the history is always enough. The history is read
    // after the head: the revision of the head reveals a write between the two when the chunk is committed.
    if (current?.revision === head.revision) states.set(id, RecordState.ofCurrent(item.identity, current));
    else states.set(id, await loadHistory(records, item.identity, head));
  }
  return states;
};

/** Loads a record with its history. Reads the current version too if the oldest versions are no longer stored. */
export const loadHistory = async (records: RecordStore, identity: RecordIdentity, head: Head): Promise<RecordState> => {
  const history = await records.history(identity.id);
  const isWhole = history.length >= head.version;
  const current = isWhole ? undefined : (await records.currents([identity.id])).get(identity.id);
  return RecordState.ofHistory(identity, history, { ...head, firstSeenAt: current?.record.firstSeenAt ?? null });
};
