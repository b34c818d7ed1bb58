import { randomUUID } from 'node:crypto';
import type { RecordWrite } from '@twl/ports';
import type { Bodies } from '../items/bodies';
import { recordKey, versionRange } from '../items/keys';
import { readRecordFields } from '../items/records/record-items';
import { moveVersion, readVersionNumber, removeVersion, versionItem } from '../items/records/version-items';
import type { TableAction, TableItem } from '../table/action';
import { keyText, type Table } from '../table/table';

/** The most versions that a write may change within its transaction. A late observation in a long history renumbers more. */
const maxInline = 80;

/** The most records with a version set of their own in the cache. */
const maxCached = 10_000;

/** The changes of a write to earlier versions: the set that its record then names, and the actions within the transaction. */
export interface VersionWrites {
  /** The set when the record was read. */
  before: string | undefined;
  versionSet: string | undefined;
  actions: TableAction[];
}

/**
 * Writes earlier versions. If more of them change than a transaction takes, all are first written into a new set, which is not read until
 * the record names it.
 */
export class VersionSets {
  readonly #known = new Map<string, string>();

  constructor(
    private readonly table: Table,
    private readonly bodies: Bodies,
  ) {}

  /** Caches the version set of a record that was read. */
  add(item: TableItem): void {
    const versionSet = readRecordFields(item).versionSet;
    if (versionSet === undefined && this.#known.size === 0) return;
    if (this.#known.size >= maxCached) this.#known.clear();
    if (versionSet === undefined) this.#known.delete(keyText(item));
    else this.#known.set(keyText(item), versionSet);
  }

  async write(gen: string, write: RecordWrite): Promise<VersionWrites> {
    const before = this.#known.get(keyText(recordKey(gen, write.record.key)));
    if (write.versions.length > maxInline) return { before, versionSet: await this.#writeNewSet(gen, write, before), actions: [] };
    const actions = write.versions.map(async ({ version, content }): Promise<TableAction> => {
      const id = { gen, key: write.record.key, version, versionSet: before };
      return content ? { is: 'version', put: await versionItem(this.bodies, id, content) } : removeVersion(id);
    });
    return { before, versionSet: before, actions: await Promise.all(actions) };
  }

  async #writeNewSet(gen: string, { record: { key }, versions }: RecordWrite, before: string | undefined): Promise<string> {
    const versionSet = randomUUID();
    const items = new Map<number, TableItem>();
    for (const item of await this.table.all(versionRange(gen, key, before))) {
      items.set(readVersionNumber(item), moveVersion(item, { gen, key, versionSet }));
    }
    for (const { version, content } of versions) {
      if (content) items.set(version, await versionItem(this.bodies, { gen, key, version, versionSet }, content));
      else items.delete(version);
    }
    await this.table.write([...items.values()]);
    return versionSet;
  }
}
