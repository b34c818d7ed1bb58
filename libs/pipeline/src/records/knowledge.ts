import { requireEntry, type Gap, type Head, type RecordStore } from '@twl/ports';
import { needOf, RecordState, type RecordIdentity, type StateNeed } from './record-state';
import type { Item } from './sighting';

type SeenItem = Extract<Item, { kind: 'seen' }>;

const rank: Record<StateNeed, number> = { head: 0, current: 1, chain: 2 };

/** What decides how much has to be read. */
interface LoadOptions {
  gap: Gap | undefined;
  keepsEarlier: boolean;
}

/** Whoever drops earlier versions must know which there are. */
const needed = (item: SeenItem, head: Head, options: LoadOptions & { isRepeated: boolean }): StateNeed => {
  const wanted = needOf(head, item.seen, options.gap);
  const need = wanted === 'head' && (options.isRepeated || item.isLate) ? 'current' : wanted;
  return need === 'current' && !options.keepsEarlier && head.version > 1 ? 'chain' : need;
};

/** What is known of the records that a batch of items sees: no more than deciding them needs. */
export class StoredRecords {
  private constructor(
    /** Heads of the records of which no more is needed. */
    private readonly heads: ReadonlyMap<string, Head>,
    private readonly states: Map<string, RecordState>,
    /** Whether what one item brings matters to a later item of the batch. */
    readonly hasRepeats: boolean,
  ) {}

  /** Reads it from the store: heads of all, and more of the few that need more. */
  static async load(records: RecordStore, items: readonly Item[], { gap, keepsEarlier }: LoadOptions): Promise<StoredRecords> {
    const seen = items.filter((item): item is SeenItem => item.kind === 'seen');
    const { ids, repeated } = idsOf(seen);
    const heads = await records.heads(ids);
    const enough = new Map<string, Head>();
    const needs = new Map<string, { need: StateNeed; item: SeenItem }>();
    for (const item of seen) {
      const { id } = item.identity;
      const head = heads.get(id);
      if (!head) continue;
      const need = needed(item, head, { gap, keepsEarlier, isRepeated: repeated.has(id) });
      if (need === 'head') enough.set(id, head);
      else if (rank[need] > rank[needs.get(id)?.need ?? 'head']) needs.set(id, { need, item });
    }
    return new StoredRecords(enough, await loadStates(records, heads, needs), repeated.size > 0);
  }

  /** The stored head of a record that needs nothing more. */
  headOf({ identity }: SeenItem): Head | undefined {
    return this.heads.get(identity.id);
  }

  /** The state of a record that is being decided. */
  stateOf({ identity }: SeenItem): RecordState {
    let state = this.states.get(identity.id);
    if (!state) this.states.set(identity.id, (state = RecordState.absent(identity)));
    return state;
  }
}

/** The ids of items, each once, and those that more than one item has. */
const idsOf = (items: readonly SeenItem[]): { ids: string[]; repeated: ReadonlySet<string> } => {
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
  needs: ReadonlyMap<string, { need: StateNeed; item: SeenItem }>,
): Promise<Map<string, RecordState>> => {
  const states = new Map<string, RecordState>();
  const ids = [...needs].filter(([, { need }]) => need === 'current').map(([id]) => id);
  const currents = ids.length > 0 ? await records.currents(ids, heads) : new Map<string, never>();
  for (const [id, { item }] of needs) {
    const current = currents.get(id);
    const head = requireEntry(heads, id);
    // What is needed was worked out from the head. Where the record was written since, it may be more: the chain is enough for anything. A
    // chain is read after its head: a write between the two is seen by the head's revision when it is committed.
    if (current?.revision === head.revision) states.set(id, RecordState.ofCurrent(item.identity, current));
    else states.set(id, await loadChain(records, item.identity, head));
  }
  return states;
};

/** A record with its versions; what is shown of it is read as well where its oldest versions are not kept. */
export const loadChain = async (records: RecordStore, identity: RecordIdentity, head: Head): Promise<RecordState> => {
  const chain = await records.chain(identity.id);
  const isWhole = chain.length >= head.version;
  const current = isWhole ? undefined : (await records.currents([identity.id])).get(identity.id);
  return RecordState.ofChain(identity, chain, { ...head, firstSeenAt: current?.record.firstSeenAt ?? null });
};
