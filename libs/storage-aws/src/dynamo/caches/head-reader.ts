import { itemBytes } from '../../meter/item-bytes';
import { bucketCount, recordKey, recordPk } from '../items/keys';
import type { Key, TableItem } from '../table/action';
import { keyText, type Table } from '../table/table';
import type { VersionSets } from './version-sets';

/** Keys from which a range query is tried, and the most items it may read for each of them: about as many as a read unit brings. */
const [minKeys, itemsPerKey] = [40, 8];

/** Bytes that a range query reads for one read unit; a key that is read alone costs one unit too. */
const unitBytes = 4096;

/** Reads by key after a range query did not pay, before the next one is tried. */
const keyReads = 50;

/** Reads the records of a generation by their keys: by range where the keys are close together, else one by one. */
export class HeadReader {
  /** By generation: how many more times keys are read one by one. */
  readonly #apart = new Map<string, number>();

  constructor(
    private readonly table: Table,
    private readonly versionSets: VersionSets,
  ) {}

  /** Returns items by key. `isPage`: the keys are those of a page, which are mostly close together. */
  async read(gen: string, keys: readonly string[], isPage: boolean): Promise<Map<string, TableItem>> {
    const recordKeys = keys.map((key) => ({ key, itemKey: recordKey(gen, key) }));
    const wanted = recordKeys.map(({ itemKey }) => itemKey);
    const items = await (isPage ? this.#items(gen, wanted) : this.table.getMany(wanted));
    const found = new Map<string, TableItem>();
    for (const { key, itemKey } of recordKeys) {
      const item = items.get(keyText(itemKey));
      if (!item) continue;
      found.set(key, item);
      this.versionSets.add(item);
    }
    return found;
  }

  async #items(gen: string, keys: readonly Key[]): Promise<Map<string, TableItem>> {
    const waits = this.#apart.get(gen) ?? 0;
    if (keys.length < minKeys || waits > 0) {
      this.#apart.set(gen, Math.max(0, waits - 1));
      return this.table.getMany(keys);
    }
    const byBucket = Array.from({ length: bucketCount }, (_, bucket) => keys.filter(({ pk }) => pk === recordPk(gen, bucket)));
    const read = await Promise.all(byBucket.map((wanted) => this.#range(wanted)));
    const missed = read.flatMap(({ unread }) => unread);
    if (missed.length > keys.length / 4) this.#apart.set(gen, keyReads);
    return new Map([
      ...read.flatMap(({ items }) => items.map((item) => [keyText(item), item] as const)),
      ...(await this.table.getMany(missed)),
    ]);
  }

  /** Reads from the first to the last wanted key, as long as that is cheaper than reading by key. `remaining` was not reached. */
  async #range(wanted: readonly Key[]): Promise<{ items: TableItem[]; unread: Key[] }> {
    const sks = wanted.map(({ sk }) => sk).sort(byCodePoint);
    const [first] = wanted;
    const [from, to] = [sks[0], sks.at(-1)];
    if (!first || from === undefined || to === undefined) return { items: [], unread: [] };
    const budget = sks.length * itemsPerKey + minKeys;
    const items: TableItem[] = [];
    let units = 0;
    for await (const some of this.table.query({ pk: first.pk, from, to, limit: budget })) {
      items.push(...some);
      units += some.reduce((sum, item) => sum + itemBytes(item), 0) / unitBytes;
      const last = items.at(-1)?.sk;
      const unread = last === undefined ? [...wanted] : wanted.filter(({ sk }) => byCodePoint(sk, last) > 0);
      if (items.length >= budget || units > wanted.length - unread.length) return { items, unread };
    }
    return { items, unread: [] };
  }
}

/** Compares sort keys by their UTF-8 bytes. */
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
