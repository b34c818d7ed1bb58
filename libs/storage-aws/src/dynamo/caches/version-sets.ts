import { randomUUID } from 'node:crypto';
import type { RecordWrite } from '@twl/ports';
import type { Action, Item, Key } from '../table/action';
import type { Bodies } from '../items/bodies';
import { recordKey, versionKey, versionRange } from '../items/keys';
import { shelfOf } from '../items/records/version-items';
import { placeOf, type Table } from '../table/table';

/** Versions that a write may change within its transaction; a late sighting in a long history renumbers more. */
const mostInPlace = 80;

/** Records with versions on a shelf of their own that are remembered. */
const mostKnown = 10_000;

/** What a write does to earlier versions: the shelf that its record then names, and what changes on it within the transaction. */
export interface Shelved {
  /** Where they lay when the record was read. */
  before: string | undefined;
  shelf: string | undefined;
  actions: Action[];
}

/**
 * Writes earlier versions. Where more change than a transaction takes, all of them are first put onto a new shelf, which nobody looks at
 * until the record names it.
 */
export class VersionShelves {
  readonly #known = new Map<string, string>();

  constructor(
    private readonly table: Table,
    private readonly bodies: Bodies,
  ) {}

  /** Remembers where the versions of a record lie that was read. */
  learn(item: Item): void {
    const shelf = shelfOf(item);
    if (shelf === undefined && this.#known.size === 0) return;
    if (this.#known.size >= mostKnown) this.#known.clear();
    if (shelf === undefined) this.#known.delete(placeOf(item));
    else this.#known.set(placeOf(item), shelf);
  }

  async write(gen: string, write: RecordWrite): Promise<Shelved> {
    const before = this.#known.get(placeOf(recordKey(gen, write.record.key)));
    if (write.versions.length > mostInPlace) return { before, shelf: await this.#renew(gen, write, before), actions: [] };
    const actions = write.versions.map(async ({ version, content }): Promise<Action> => {
      const key = versionKey(gen, write.record.key, { version, shelf: before });
      if (!content) return { is: 'version', remove: key };
      return { is: 'version', put: { ...key, v: version, ...(await this.bodies.store(content)) } };
    });
    return { before, shelf: before, actions: await Promise.all(actions) };
  }

  async #renew(gen: string, { record: { key }, versions }: RecordWrite, before: string | undefined): Promise<string> {
    const shelf = randomUUID();
    const placed = (version: number): Key => versionKey(gen, key, { version, shelf });
    const items = new Map<number, Item>();
    for (const item of await this.table.all(versionRange(gen, key, before))) {
      items.set(item['v'] as number, { ...item, ...placed(item['v'] as number) });
    }
    for (const { version, content } of versions) {
      if (content) items.set(version, { ...placed(version), v: version, ...(await this.bodies.store(content)) });
      else items.delete(version);
    }
    await this.table.write([...items.values()]);
    return shelf;
  }
}
