import { pointerKey, readPointer } from '../items/runs/run-items';
import type { Key } from '../table/action';
import type { Table } from '../table/table';

/** The most keys in the cache. */
const maxKeys = 10_000;

/** Finds the keys of runs by their ids. A run never moves, so its key is read once. */
export class RunKeys {
  readonly #known = new Map<string, Key>();

  constructor(private readonly table: Table) {}

  async find(id: string): Promise<Key | undefined> {
    const known = this.#known.get(id);
    if (known) return known;
    const pointer = await this.table.get(pointerKey(id));
    if (!pointer) return undefined;
    const key = readPointer(pointer);
    this.add(id, key);
    return key;
  }

  /** Notes the key of a run that was begun. */
  add(id: string, key: Key): void {
    if (this.#known.size >= maxKeys) this.#known.clear();
    this.#known.set(id, key);
  }
}
