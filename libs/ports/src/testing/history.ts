import { recordSorts, type CuratedRecord, type RecordsQuery, type PageId } from '@twl/contracts';
import type { Engine } from '../storage/engine';
import type { Generation } from '../storage/generation-store';
import { makeBegin, makeCommit, makeFailure, makePage, makeVersion, makeWrite } from './factories';
import { ManualClock } from './manual-clock';
import { requireValue } from '../require-value';

const streams = ['a', 'a.b', 'z'];
const later = '2026-03-01T00:00:00.000Z';

/** A history of random steps, the same for the same seed, that any engine can be taken through. */
export class History {
  readonly #clock: ManualClock;
  readonly #pages: PageId[] = [];
  readonly #forks: (Generation & { stream: string })[] = [];
  #seq = 0;

  constructor(
    private readonly engine: Engine,
    seed: number,
  ) {
    this.#clock = new ManualClock({ seed });
  }

  async step(): Promise<void> {
    const steps = [this.#run, this.#run, this.#apply, this.#apply, this.#apply, this.#park, this.#reopen, this.#mark, this.#generation];
    await this.#pick(steps).call(this);
  }

  #pick<T>(list: readonly T[]): T {
    return requireValue(list[Math.floor(this.#clock.random() * list.length)], 'element: the list is empty');
  }

  #number(below: number): number {
    return Math.floor(this.#clock.random() * below);
  }

  #time(): string {
    return new Date(Date.parse('2026-01-01T00:00:00.000Z') + this.#number(40) * 3_600_000 * (1 + this.#number(20))).toISOString();
  }

  async #run(): Promise<void> {
    const { runs, leases, ledger } = this.engine;
    const stream = this.#pick(streams);
    const at = new Date(Date.parse('2026-01-31T12:00:00.000Z') + ++this.#seq * 1000).toISOString();
    const begun = await runs.begin(makeBegin({ id: `run-${this.#seq}`, stream, owner: 'history', at }));
    const active = begun.kind === 'overlap' ? begun.active : begun.run;
    const claim = { owner: 'history', at: later, leaseMs: 0 };
    const lease = begun.kind === 'started' ? begun.lease : await leases.takeOver(active.id, claim);
    if (!lease) return;
    const page = makePage(lease, { pageIndex: this.#number(5), fetchedAt: this.#time() });
    await ledger.enter(lease, page);
    this.#pages.push(page);
  }

  async #apply(): Promise<void> {
    if (this.#pages.length === 0) return;
    const page = this.#pick(this.#pages);
    const fork = this.#forks.findLast(({ stream }) => stream === page.stream && this.#number(2) === 0);
    const store = fork?.store ?? this.engine.records;
    const keys = [...new Set(Array.from({ length: this.#number(8) }, () => `k${this.#number(30)}`))];
    const heads = await store.heads(keys.map((key) => `shop.${page.stream}.${key}`));
    const writes = keys.map((key) => {
      const head = heads.get(`shop.${page.stream}.${key}`);
      const version = (head?.version ?? 0) + this.#number(2) + (head ? 0 : 1);
      const times = { updatedAt: this.#time(), occurredAt: this.#time(), firstSeenAt: this.#time() };
      const versions = head && version > head.version ? [{ version: head.version, content: makeVersion({ at: this.#time() }) }] : [];
      const isDeleted = this.#number(4) === 0;
      const content = {
        occurredAt: this.#number(2) ? times.occurredAt : null,
        at: this.#time(),
        ...(isDeleted && { deleted: true as const }),
      };
      const deleted = isDeleted ? { fingerprint: 'deleted', deletedAt: this.#time() } : {};
      const record = { stream: page.stream, key, version, title: this.#pick(['One', 'two', 'THREE']), ...times, ...deleted };
      const wasShown = head !== undefined && head.fingerprint !== 'deleted';
      return { ...makeWrite(record, { expected: head?.revision ?? null, versions, content }), wasShown };
    });
    const known = await this.engine.ledger.get(page);
    const failures = this.#number(3)
      ? []
      : [makeFailure({ ...page, pageIndex: page.pageIndex, id: `f${this.#number(20)}`, at: this.#time() })];
    const from = this.#number(5) && !fork ? (known?.next ?? 0) : 0;
    await store.commit(makeCommit(page, writes, { failures, from, to: from + 10, done: this.#number(2) === 0, at: this.#time() }));
  }

  async #park(): Promise<void> {
    if (this.#pages.length === 0) return;
    const { pageIndex, ...page } = this.#pick(this.#pages);
    const failure = makeFailure({ ...page, pageIndex, id: `p${page.runId}-${pageIndex}`, kind: 'message', at: this.#time() });
    await this.engine.ledger.park({ ...page, pageIndex }, failure);
  }

  async #reopen(): Promise<void> {
    if (this.#pages.length > 0) await this.engine.ledger.reopen(this.#pick(this.#pages));
  }

  async #mark(): Promise<void> {
    const { items } = await this.engine.failures.list({ limit: 50 });
    if (items.length > 1 && this.#number(2)) {
      const [older, newer] = [this.#pick(items), this.#pick(items)];
      return older.id === newer.id
        ? undefined
        : this.engine.failures.supersede([{ id: older.id, ...(this.#number(3) && { by: newer.id }) }]);
    }
    if (items.length > 0) await this.engine.failures.mark(this.#pick(items).id, this.#pick(['resolved', 'discarded']));
  }

  async #generation(): Promise<void> {
    const choice = this.#number(5);
    const stream = this.#pick(streams);
    const before = this.#time();
    if (choice === 4) await this.engine.retention.expireVersions({ source: 'shop', stream, before, limit: 1000 });
    if (choice === 0) this.#forks.push({ ...(await this.engine.generations.fork('shop', stream)), stream });
    if (choice === 1) await this.#forks.pop()?.promote();
    if (choice === 2 && this.#number(3) === 0) await this.#forks.pop()?.discard();
  }
}

const walk = async ({ reader }: Engine, query: Omit<RecordsQuery, 'cursor'>): Promise<CuratedRecord[]> => {
  const items: CuratedRecord[] = [];
  for (let after: string | null | undefined; after !== null;) {
    const page = await reader.list({ ...query, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    after = page.next;
  }
  return items;
};

/** Everything that can be seen of an engine after a {@link History}. */
export const lookAt = async (engine: Engine) => {
  const { reader, records, ledger, unapplied, failures, runs } = engine;
  const exported: CuratedRecord[] = [];
  for await (const record of reader.export({ deleted: 'include' })) exported.push(record);
  const ids = exported.map(({ id }) => id);
  const filters: Partial<RecordsQuery>[] = [
    ...[{}, { stream: 'a' }, { q: 'T' }, { deleted: 'include' as const }, { deleted: 'only' as const, source: 'shop' }],
    { 'occurredAt.gte': '2026-01-03T00:00:00Z', 'updatedAt.lt': '2026-01-09T00:00:00Z' },
  ];
  const lists = recordSorts.flatMap((sort) => filters.map((filter) => walk(engine, { sort, limit: 3, ...filter })));
  const { items } = await runs.list({ limit: 200 });
  const tally = await reader.tally();
  return {
    exported,
    lists: await Promise.all(lists),
    heads: [...(await records.heads(ids))].map(([id, head]) => ({ id, ...head, revision: 0 })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    currents: [...(await records.currents(ids)).values()]
      .map((current) => ({ ...current, revision: 0 }))
      .sort((a, b) => (a.record.id < b.record.id ? -1 : 1)),
    versions: await Promise.all(ids.map((id) => reader.versions(id))),
    chains: await Promise.all(ids.map((id) => records.history(id))),
    analytics: await reader.analytics({}, later),
    narrow: await reader.analytics({ from: '2026-01-02T00:00:00Z', to: '2026-01-05T00:00:00Z' }, later),
    tally: tally.sort((a, b) => (a.stream < b.stream ? -1 : 1)),
    failures: (await failures.list({ limit: 200 })).items,
    pages: await Promise.all(items.map(({ id }) => ledger.ofRun(id))),
    gaps: await Promise.all(
      streams.map((stream) => unapplied.lastPendingBefore({ source: 'shop', stream, runId: '', runSeq: 999, pageIndex: 0 })),
    ),
    open: (await unapplied.open(100)).map(({ key, next }) => `${key} ${next}`).sort(),
    runs: items,
  };
};
