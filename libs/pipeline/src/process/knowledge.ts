import type { Gap, Head, RecordStore } from '@twl/ports';
import { needOf, RecordState, type Identity, type Need } from './record-state';
import type { Item } from './sighting';

type SeenItem = Extract<Item, { kind: 'seen' }>;

const rank: Record<Need, number> = { head: 0, current: 1, chain: 2 };

/** What decides how much has to be read. */
interface LoadOptions {
  gap: Gap | undefined;
  keepsEarlier: boolean;
}

/** Whoever drops earlier versions must know which there are. */
const needed = (item: SeenItem, head: Head, options: LoadOptions & { isRepeated: boolean }): Need => {
  const wanted = needOf(head, item.seen, options.gap);
  const need = wanted === 'head' && (options.isRepeated || item.isLate) ? 'current' : wanted;
  return need === 'current' && !options.keepsEarlier && head.version > 1 ? 'chain' : need;
};

/** What is known of the records that a batch of items sees: no more than deciding them needs. */
export class Knowledge {
  private constructor(
    private readonly heads: ReadonlyMap<string, Head>,
    private readonly states: Map<string, RecordState>,
    /** Records that more than one item of the batch sees. */
    private readonly repeated: ReadonlySet<string>,
  ) {}

  /** Reads it from the store: heads of all, and more of the few that need more. */
  static async load(records: RecordStore, items: readonly Item[], { gap, keepsEarlier }: LoadOptions): Promise<Knowledge> {
    const seen = items.filter((item): item is SeenItem => item.kind === 'seen');
    const repeated = repeatedIds(seen);
    const heads = await records.heads([...new Set(seen.map(({ identity }) => identity.id))]);
    const needs = new Map<string, { need: Need; item: SeenItem }>();
    for (const item of seen) {
      const head = heads.get(item.identity.id);
      if (!head) continue;
      const need = needed(item, head, { gap, keepsEarlier, isRepeated: repeated.has(item.identity.id) });
      if (rank[need] > rank[needs.get(item.identity.id)?.need ?? 'head']) needs.set(item.identity.id, { need, item });
    }
    return new Knowledge(heads, await loadStates(records, heads, needs), repeated);
  }

  /** Whether what one item brings matters to a later item of the batch. */
  get hasRepeats(): boolean {
    return this.repeated.size > 0;
  }

  /** The stored head of a record that needs nothing more. */
  headOf({ identity, seen, isLate }: SeenItem, gap: Gap | undefined): Head | undefined {
    if (isLate) return undefined;
    const head = this.heads.get(identity.id);
    const isEnough = head !== undefined && !this.repeated.has(identity.id) && needOf(head, seen, gap) === 'head';
    return isEnough ? head : undefined;
  }

  /** The state of a record that is being decided. */
  stateOf({ identity }: SeenItem): RecordState {
    let state = this.states.get(identity.id);
    if (!state) this.states.set(identity.id, (state = RecordState.absent(identity)));
    return state;
  }
}

const repeatedIds = (items: readonly SeenItem[]): Set<string> => {
  const once = new Set<string>();
  const repeated = new Set<string>();
  for (const { identity } of items) (once.has(identity.id) ? repeated : once).add(identity.id);
  return repeated;
};

const loadStates = async (
  records: RecordStore,
  heads: ReadonlyMap<string, Head>,
  needs: ReadonlyMap<string, { need: Need; item: SeenItem }>,
): Promise<Map<string, RecordState>> => {
  const states = new Map<string, RecordState>();
  const ids = [...needs].filter(([, { need }]) => need === 'current').map(([id]) => id);
  const currents = ids.length > 0 ? await records.currents(ids) : new Map<string, never>();
  for (const [id, { need, item }] of needs) {
    const current = currents.get(id);
    // A chain is read after its head: a write between the two is seen by the head's revision when it is committed.
    if (need === 'chain') states.set(id, await loadChain(records, item.identity, heads.get(id)!));
    else if (current) states.set(id, RecordState.ofCurrent(item.identity, current));
  }
  return states;
};

/** A record with its versions; what is shown of it is read as well where its oldest versions are not kept. */
export const loadChain = async (records: RecordStore, identity: Identity, head: Head): Promise<RecordState> => {
  const chain = await records.chain(identity.id);
  const isWhole = chain.length >= head.version;
  const current = isWhole ? undefined : (await records.currents([identity.id])).get(identity.id);
  return RecordState.ofChain(identity, chain, head, current);
};
