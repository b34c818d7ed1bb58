import { boundsKey, never, type Bounds } from '../items/records/time-range-items';
import type { Table } from '../table/table';

/** Bounds are kept to the hour, so that they are seldom written. */
const step = 3_600_000;
const minute = 60_000;

/** Writes bounds down before anything is written beyond them. */
export class BoundKeeper {
  readonly #known = new Map<string, Bounds>();

  constructor(private readonly table: Table) {}

  /** Notes a time that is counted. */
  async count(gen: string, at: string): Promise<void> {
    await this.#write(gen, { mlo: Math.floor(Date.parse(at) / minute) * minute });
  }

  async widen(gen: string, times: readonly { u: number; t: number }[]): Promise<void> {
    await this.#write(gen, {
      ...around(
        'u',
        times.map(({ u }) => u),
      ),
      ...around(
        't',
        times.map(({ t }) => t),
      ),
    });
  }

  async #write(gen: string, wanted: Record<string, number>): Promise<void> {
    const known = this.#known.get(gen) ?? never;
    const changes = Object.entries(wanted).filter(([name, time]) => isBeyond(name, time, known[name as keyof Bounds]));
    for (const [name, time] of changes) {
      const isWider = name.endsWith('lo') ? `#${name} > :time` : `#${name} < :time`;
      const condition = { text: `attribute_not_exists(#${name}) OR ${isWider}`, values: { time } };
      await this.table.update(boundsKey(gen), { text: `SET #${name} = :time` }, condition);
    }
    this.#known.set(gen, { ...known, ...Object.fromEntries(changes) });
  }
}

const isBeyond = (name: string, time: number, known: number): boolean => (name.endsWith('lo') ? time < known : time > known);

const around = (order: 'u' | 't', times: readonly number[]): Record<string, number> => ({
  [`${order}lo`]: Math.floor(Math.min(...times) / step) * step,
  [`${order}hi`]: Math.ceil(Math.max(...times) / step) * step,
});
