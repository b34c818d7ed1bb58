import type { Key } from './action';
import type { Table } from './table';

/** The earliest and the latest time that a generation's records may stand at, in both orders, ms. */
export interface Bounds {
  ulo: number;
  uhi: number;
  tlo: number;
  thi: number;
  /** The first minute that anything was counted in. */
  mlo: number;
}

/** Bounds are kept to the hour, so that they are seldom written. */
const step = 3_600_000;
const minute = 60_000;

export const boundsKey = (gen: string): Key => ({ pk: `G#${gen}`, sk: 'B' });

const never: Bounds = { ulo: Infinity, uhi: -Infinity, tlo: Infinity, thi: -Infinity, mlo: Infinity };

/** The bounds that an item holds; without an item nothing stands anywhere. */
export const boundsOf = (item: object | undefined): Bounds => ({ ...never, ...item });

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
