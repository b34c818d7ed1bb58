import type { Failure, PageMeta } from '@twl/contracts';
import { placeIn, readSubject, subjectOf, type FailureStore, type OpenFailure, type PageEntry, type Superseding } from '@twl/ports';
import type { Item } from './sighting';
import { isLike } from './is-like';

/** Names under which an open failure is found: by key, or by content and by place. */
const namesOf = (subject: string): [string, ...string[]] => {
  const about = readSubject(subject);
  return 'key' in about ? [keyName(about.key)] : [`hash ${about.hash}`, `at ${about.at}`];
};
const keyName = (key: string): string => `key ${key}`;

/**
 * Open failures of earlier runs of a stream. One whose record comes again is closed: refused again, the newer failure stands for both; arrived
 * well, none is needed. This is done after the commit that holds the newer sighting: a crash between the two leaves both open, until the
 * record comes once more.
 *
 * A record without a key is known by its content, or by its place: that only where the run reads all there is, and what stands there is like it.
 */
export class EarlierRefusals {
  private readonly closed = new Set<string>();

  private constructor(
    private readonly failures: FailureStore,
    private readonly open: ReadonlyMap<string, OpenFailure[]>,
    private readonly isWhole: boolean,
  ) {}

  /** Those that the items of a page may settle; undefined where there are none. */
  static async before(failures: FailureStore, page: PageEntry, meta: PageMeta): Promise<EarlierRefusals | undefined> {
    const open = (await failures.openRecords(page.source, page.stream)).filter(({ runSeq }) => runSeq < page.runSeq);
    if (open.length === 0) return undefined;
    const byName = new Map<string, OpenFailure[]>();
    for (const each of open)
      for (const name of namesOf(each.subject)) {
        const own = byName.get(name);
        if (own) own.push(each);
        else byName.set(name, [each]);
      }
    return new EarlierRefusals(failures, byName, Object.keys(meta.interval).length === 0);
  }

  /** Closes what these items, which are committed, settle. */
  async settle(items: readonly Item[]): Promise<void> {
    const closings: Superseding[] = [];
    // First what is surely the same: what stands at a place may be another record.
    const rest = items.filter((item) => {
      const sure = this.surely(item);
      closings.push(...sure);
      return sure.length === 0;
    });
    for (const item of rest) closings.push(...(await this.likely(item)));
    await this.failures.supersede(closings);
  }

  private surely(item: Item): Superseding[] {
    if (item.kind === 'refused') {
      const [name] = namesOf(subjectOf(item.failure));
      return this.left(name).map((each) => this.close(each, item.failure.id));
    }
    if (item.kind === 'filtered' || item.isLate) return [];
    return this.left(keyName(item.identity.key)).map((each) => this.close(each));
  }

  private async likely(item: Item): Promise<Superseding[]> {
    const found = this.isWhole ? placed(item) : undefined;
    if (!found) return [];
    const closings: Superseding[] = [];
    for (const each of this.left(`at ${found.at}`))
      if (isLike((await this.failures.get(each.id))?.data, found.data)) closings.push(this.close(each, found.by));
    return closings;
  }

  private left(name: string): OpenFailure[] {
    return (this.open.get(name) ?? []).filter(({ id }) => !this.closed.has(id));
  }

  private close({ id }: OpenFailure, by?: string): Superseding {
    this.closed.add(id);
    return by === undefined ? { id } : { id, by };
  }
}

/** What stands at a place, of a kind that may settle what stood there before. */
const placed = (item: Item): { at: string; data: unknown; by?: Failure['id'] } | undefined => {
  if (item.kind === 'refused') {
    const { key, pageIndex, pointer, data, id } = item.failure;
    return key === undefined ? { at: placeIn(pageIndex, pointer), data, by: id } : undefined;
  }
  if (item.kind === 'filtered' || item.isLate || item.pointer === undefined) return undefined;
  return { at: placeIn(item.seen.order.pageIndex, item.pointer), data: item.seen.data };
};
