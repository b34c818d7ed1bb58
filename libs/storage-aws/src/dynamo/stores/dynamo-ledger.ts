import { noCounts, type Failure, type PageId } from '@twl/contracts';
import {
  type PendingPage,
  type Lease,
  LeaseLostError,
  type PageEntry,
  PageLedger,
  refusedAgain,
  requireLast,
  requireValue,
  type UnappliedPages,
} from '@twl/ports';
import type { CommitParts } from '../caches/parts';
import type { RunKeys } from '../caches/run-keys';
import { countOpen, openDifference, indexPagesOfFailures, putFailure, readFailures } from '../items/failure-items';
import { countKey, sidOf } from '../items/keys';
import { countInShard, isShown, shardCount, shardKey } from '../items/records/counter-shards';
import {
  enterPage,
  factsKey,
  giveUpPage,
  isPageFacts,
  movePage,
  openPageKey,
  openPages,
  openPagesOfRun,
  pagesPk,
  progressKey,
  readOpenPage,
  readParkedBy,
  readProgress,
  type EnteredPage,
  type PageProgress,
} from '../items/runs/page-items';
import { isApplying } from '../items/runs/run-items';
import { streamKey, type StreamItem } from '../items/runs/stream-items';
import { hasLease } from '../items/runs/stream-runs';
import { finishPromotion } from '../steps/generations/finish-promotion';
import type { TableAction, TableItem } from '../table/action';
import { keyText } from '../table/table';

/** Open pages that are read together, and pages that are entered in one transaction. */
const [atOnce, enteredTogether] = [25, 40];

/** The most open pages of a stream that are cached. */
const fewOpen = 64;

type LedgerParts = CommitParts & { runKeys: RunKeys };

/** The ledger of pages: the progress of each in the generation that is shown. */
export class DynamoLedger extends PageLedger implements UnappliedPages {
  constructor(private readonly parts: LedgerParts) {
    super();
  }

  async enter(lease: Lease, page: EnteredPage): Promise<void> {
    if (page.runId !== lease.runId) throw new LeaseLostError(page.runId);
    await this.#enter(lease, [page]);
  }

  override async enterAll(lease: Lease, pages: readonly EnteredPage[]): Promise<void> {
    if (pages.some(({ runId }) => runId !== lease.runId)) throw new LeaseLostError(lease.runId);
    for (let first = 0; first < pages.length; first += enteredTogether) {
      const some = pages.slice(first, first + enteredTogether);
      // An entered page prevents the others of its transaction from being entered.
      if (!(await this.#enter(lease, some)) && some.length > 1) await super.enterAll(lease, some);
    }
  }

  /** Enters pages in one transaction, unless one of them exists. @throws LeaseLostError */
  async #enter(lease: Lease, pages: readonly EnteredPage[]): Promise<boolean> {
    const entering = pages.map((page) => enterPage(this.parts.bodies, page));
    const held: TableAction = { is: 'lease', check: streamKey(sidOf(lease.source, lease.stream)), if: hasLease(lease) };
    const actions = [held, ...(await Promise.all(entering)).flat()];
    return this.parts.table.retryTransaction(async () => {
      const cancelled = await this.parts.table.transact(actions);
      if (cancelled?.refused.some(({ is }) => is === 'lease')) throw new LeaseLostError(lease.runId);
      return cancelled?.refused.length === 0 ? 'again' : cancelled === undefined;
    });
  }

  async enterDerived(page: EnteredPage): Promise<boolean> {
    const entering = await enterPage(this.parts.bodies, page);
    return this.parts.table.retryTransaction(async () => {
      const run = await this.parts.runKeys.find(page.runId);
      if (!run) return false;
      const cancelled = await this.parts.table.transact([{ is: 'run', check: run, if: isApplying }, ...entering]);
      if (cancelled?.refused.length === 0) return 'again';
      return !cancelled?.refused.some(({ is }) => is === 'run');
    });
  }

  override async hasOpen(runId: string): Promise<boolean> {
    const runKey = await this.parts.runKeys.find(runId);
    if (!runKey) return super.hasOpen(runId);
    for await (const items of this.parts.table.query({ ...openPagesOfRun(runKey), limit: 4 })) {
      for (const item of items) if ((await this.#unsettled(item))?.status === 'open') return true;
    }
    return false;
  }

  async get(ref: PageId): Promise<PageEntry | undefined> {
    const stream = await this.#stream(ref);
    if (!stream) return undefined;
    const recent = this.parts.pages.recent.take(ref, stream.gen);
    if (recent) return recent;
    const expected = this.parts.pages.prefetched.take(ref, stream.gen);
    if (expected) this.parts.pages.recent.addRead(expected, stream.gen);
    return expected ?? this.#read(ref, stream);
  }

  async prefetch(refs: readonly PageId[]): Promise<void> {
    for (const own of Map.groupBy(refs, ({ source, stream }) => sidOf(source, stream)).values()) {
      const [first, second] = own;
      const stream = first && second && (await this.#stream(first));
      if (stream) await Promise.all([this.#prefetchPages(own, stream), this.#prefetchGaps(own, stream)]);
    }
  }

  async #prefetchPages(refs: readonly PageId[], { gen }: StreamItem): Promise<void> {
    const items = await this.parts.table.getMany(refs.flatMap((ref) => [factsKey(ref), progressKey(ref, gen)]));
    for (const page of await this.#entries([...items.values()], async () => gen)) this.parts.pages.prefetched.add(page, gen);
  }

  /** If few pages of the stream are open, these are all that can precede one of them. */
  async #prefetchGaps(refs: readonly PageId[], { sid, gen }: StreamItem): Promise<void> {
    const to = requireLast(refs.map((ref) => openPageKey(ref).sk).sort());
    for await (const items of this.parts.table.query({ pk: openPages, from: `${sid}#`, to, limit: fewOpen })) {
      if (items.length >= fewOpen) return;
      return this.parts.pages.prefetched.addOpenPositions(
        gen,
        items.map(({ sk }) => sk),
      );
    }
  }

  /** Reads the page, not from the cache. */
  async #read(ref: PageId, stream: StreamItem): Promise<PageEntry | undefined> {
    const pk = pagesPk(ref.runId);
    const items = await this.parts.table.all({ pk, from: countKey(ref.pageIndex), to: `${countKey(ref.pageIndex)}#~` });
    const [page] = await this.#entries(items, async () => stream.gen);
    if (page?.source !== ref.source || page.stream !== ref.stream) return undefined;
    this.parts.pages.recent.addRead(page, stream.gen);
    return page;
  }

  async ofRun(runId: string): Promise<PageEntry[]> {
    const items = await this.parts.table.all({ pk: pagesPk(runId) });
    this.parts.streams.clear();
    let stream: Promise<StreamItem> | undefined;
    return this.#entries(items, async (page) => (await (stream ??= this.#requireStream(page))).gen);
  }

  async lastPendingBefore(ref: PageId): Promise<PendingPage | undefined> {
    const { source, stream: name, runSeq, pageIndex } = ref;
    const stream = await this.#stream(ref);
    if (!stream) return undefined;
    this.parts.pages.recent.addGapSearch(ref, stream.gen);
    if (stream.unfinished !== undefined) await finishPromotion(this.parts, stream.sid);
    else if (this.parts.pages.prefetched.isFirst(ref, stream.gen)) return undefined;
    const [from, to] = [`${stream.sid}#`, openPageKey({ source, stream: name, runSeq, pageIndex }).sk];
    for await (const items of this.parts.table.query({ pk: openPages, from, to, isDown: true, limit: 4 })) {
      for (const item of items) {
        const page = item.sk === to ? undefined : await this.#unsettled(item);
        if (page) return { runSeq: page.runSeq, pageIndex: page.pageIndex };
      }
    }
    return undefined;
  }

  async open(limit: number): Promise<PageEntry[]> {
    const items = await this.parts.table.all({ pk: openPages });
    const byAge = (a: TableItem, b: TableItem) => readOpenPage(a).fetchedAt - readOpenPage(b).fetchedAt || (a.sk < b.sk ? -1 : 1);
    const sorted = items.sort(byAge);
    const pages: PageEntry[] = [];
    for (let from = 0; from < sorted.length && pages.length < limit; from += atOnce) {
      const some = await Promise.all(sorted.slice(from, from + atOnce).map((item) => this.#unsettled(item)));
      pages.push(...some.filter((page): page is PageEntry => page?.status === 'open'));
    }
    return pages.slice(0, limit);
  }

  async park(ref: PageId, failure: Failure): Promise<void> {
    const { sid } = await this.parts.streams.findOrCreate(ref.source, ref.stream);
    await this.parts.table.write(indexPagesOfFailures(sid, [failure]));
    await this.parts.table.retryTransaction(async () => {
      const page = await this.get(ref);
      if (page && page.status !== 'open') return;
      const known = (await readFailures(this.parts, [failure.id])).get(failure.id);
      const kept = known?.failure.status === 'resolved' ? refusedAgain(known.failure, failure) : failure;
      const put = await putFailure(this.parts.bodies, kept, { known });
      const more = countOpen(sid, this.#shard(), openDifference(known?.failure, kept));
      const move = page ? await this.#move(page, { status: 'parked', parked: 1, by: failure }) : [];
      return this.#retryOrForget(await this.parts.table.transact([...move, put, ...more]), ref);
    });
  }

  async reopen(ref: PageId): Promise<void> {
    await this.parts.table.retryTransaction(async () => {
      const page = await this.get(ref);
      if (page?.status !== 'parked') return;
      const { gen, sid } = await this.#requireStream(page);
      const id = readParkedBy(await this.parts.table.get(progressKey(page, gen)));
      const known = id === undefined ? undefined : (await readFailures(this.parts, [id])).get(id);
      const resolved: TableAction[] =
        known?.failure.status === 'open'
          ? [await putFailure(this.parts.bodies, { ...known.failure, status: 'resolved' }, { known }), ...countOpen(sid, this.#shard(), -1)]
          : [];
      const move = await this.#move(page, { status: 'open', parked: -1 });
      return this.#retryOrForget(await this.parts.table.transact([...move, ...resolved]), ref);
    });
  }

  /** Gives up a parked page for good, as actions of the transaction that discards its failure. */
  async giveUpActions(ref: PageId): Promise<TableAction[]> {
    const page = await this.get(ref);
    if (page?.status !== 'parked') return [];
    const { gen } = await this.#requireStream(page);
    this.parts.pages.recent.forget(page, gen);
    return [
      { is: 'shard', check: shardKey(gen, this.#shard()), if: isShown },
      movePage(progressKey(page, gen), page, { status: 'discarded', next: page.next, counts: noCounts() }),
      giveUpPage(page),
      { is: 'open page', remove: openPageKey(page) },
    ];
  }

  /** A parked page is counted as one refused record. */
  async #move(page: PageEntry, to: { status: PageProgress['status']; parked: 1 | -1; by?: Failure }): Promise<TableAction[]> {
    const { gen } = await this.#requireStream(page);
    const counts = { ...noCounts(), fetched: to.parked, quarantined: to.parked };
    await this.parts.generations.timeRanges.includeCount(gen, page.fetchedAt);
    this.parts.pages.recent.forget(page, gen);
    const move = movePage(progressKey(page, gen), page, { status: to.status, next: page.next, counts, parkedFor: to.by });
    return [move, countInShard(shardKey(gen, this.#shard()), { counts, records: 0 }, isShown)];
  }

  #retryOrForget(cancelled: object | undefined, { source, stream }: { source: string; stream: string }): 'again' | undefined {
    if (!cancelled) return undefined;
    this.parts.streams.clear();
    this.parts.generations.shards.forget(sidOf(source, stream));
    return 'again';
  }

  /** Returns the page of an open page item, if it is open; removes an outdated item. */
  async #unsettled(item: TableItem): Promise<PageEntry | undefined> {
    const { ref } = readOpenPage(item);
    const known = await this.#readNow(ref);
    if (known?.status === 'open' || known?.status === 'parked') return known;
    // The generation may have been replaced a moment ago, so the current state is read.
    this.parts.streams.clear();
    const page = await this.#readNow(ref);
    if (page?.status === 'open' || page?.status === 'parked') return page;
    if (page) await this.parts.table.write([], [{ pk: item.pk, sk: item.sk }]);
    return undefined;
  }

  async #readNow(ref: PageId): Promise<PageEntry | undefined> {
    const stream = await this.#stream(ref);
    return stream && (this.parts.pages.recent.take(ref, stream.gen) ?? this.#read(ref, stream));
  }

  async #entries(items: readonly TableItem[], genOf: (page: EnteredPage) => Promise<string>): Promise<PageEntry[]> {
    const byKey = new Map(items.map((item) => [keyText(item), item]));
    const facts = items.filter(isPageFacts);
    return Promise.all(
      facts.map(async (item) => {
        const page = await this.parts.bodies.read<EnteredPage>(item);
        return { ...page, ...readProgress(byKey.get(keyText(progressKey(page, await genOf(page)))), item) };
      }),
    );
  }

  async #requireStream(page: { source: string; stream: string }): Promise<StreamItem> {
    return requireValue(await this.#stream(page), `stream ${page.source}.${page.stream}`);
  }

  async #stream({ source, stream }: { source: string; stream: string }): Promise<StreamItem | undefined> {
    const known = (await this.parts.streams.listCached()).find((one) => one.source === source && one.stream === stream);
    return known ?? this.parts.streams.find(source, stream);
  }

  #shard(): number {
    return Math.floor(this.parts.environment.random() * shardCount);
  }
}
