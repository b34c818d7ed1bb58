import type { Failure, PageMeta } from '@twl/contracts';
import {
  writeItemPosition,
  readSubject,
  subjectOf,
  type FailureStore,
  type OpenFailure,
  type PageEntry,
  type Superseding,
} from '@twl/ports';
import type { Item } from './item';
import { isSimilarRecord } from './is-similar-record';

/** Names by which an open failure is found: its key, or its content hash and its position. */
const namesOf = (subject: string): [string, ...string[]] => {
  const about = readSubject(subject);
  return 'key' in about ? [keyName(about.key)] : [`hash ${about.hash}`, `at ${about.at}`];
};
const keyName = (key: string): string => `key ${key}`;

/**
 * Open failures of earlier runs of a stream. A failure is superseded when its record is fetched again: if the record is refused again, by the
 * newer failure; if it is applied, by none. This happens after the commit of the newer item: a crash in between leaves the failure open until
 * the record is fetched once more.
 *
 * A record without a key is recognised by its content, or by its position. The position counts only if the run reads everything and the item at
 * that position is similar.
 */
export class EarlierRefusals {
  private readonly closed = new Set<string>();

  private constructor(
    private readonly failures: FailureStore,
    private readonly open: ReadonlyMap<string, OpenFailure[]>,
    private readonly isWhole: boolean,
  ) {}

  /** Loads the failures that items of a page may supersede; undefined if there are none. */
  static async load(failures: FailureStore, page: PageEntry, meta: PageMeta): Promise<EarlierRefusals | undefined> {
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

  /** Supersedes the failures whose records are among these committed items. */
  async supersede(items: readonly Item[]): Promise<void> {
    const closings: Superseding[] = [];
    // Certain matches first: the item at a position may be another record.
    const rest = items.filter((item) => {
      const sure = this.closeCertain(item);
      closings.push(...sure);
      return sure.length === 0;
    });
    for (const item of rest) closings.push(...(await this.closeLikely(item)));
    await this.failures.supersede(closings);
  }

  private closeCertain(item: Item): Superseding[] {
    if (item.kind === 'refused') {
      const [name] = namesOf(subjectOf(item.failure));
      return this.stillOpen(name).map((each) => this.close(each, item.failure.id));
    }
    if (item.kind === 'filtered' || item.isDerived) return [];
    return this.stillOpen(keyName(item.identity.key)).map((each) => this.close(each));
  }

  private async closeLikely(item: Item): Promise<Superseding[]> {
    const found = this.isWhole ? contentAtPosition(item) : undefined;
    if (!found) return [];
    const closings: Superseding[] = [];
    for (const each of this.stillOpen(`at ${found.at}`))
      if (isSimilarRecord((await this.failures.get(each.id))?.data, found.data)) closings.push(this.close(each, found.by));
    return closings;
  }

  private stillOpen(name: string): OpenFailure[] {
    return (this.open.get(name) ?? []).filter(({ id }) => !this.closed.has(id));
  }

  private close({ id }: OpenFailure, by?: string): Superseding {
    this.closed.add(id);
    return by === undefined ? { id } : { id, by };
  }
}

/** The content of an item that may be recognised by its position. */
const contentAtPosition = (item: Item): { at: string; data: unknown; by?: Failure['id'] } | undefined => {
  if (item.kind === 'refused') {
    const { key, pageIndex, pointer, data, id } = item.failure;
    return key === undefined ? { at: writeItemPosition(pageIndex, pointer), data, by: id } : undefined;
  }
  if (item.kind === 'filtered' || item.isDerived || item.pointer === undefined) return undefined;
  return { at: writeItemPosition(item.observation.order.pageIndex, item.pointer), data: item.observation.data };
};
