import type { JsonObject } from '@twl/contracts';

/** One record of the source. */
export interface Row {
  id: number;
  part: number;
  value: number;
  /** Seconds since 1970 of its last change. */
  at: number;
  /** Number of its last change among all. */
  n: number;
}

/** A source that changes: a list of records in three parts, shown in the order of their ids, page by page. */
export class Shop {
  rows: Row[] = [];
  private changes = 0;

  constructor(private readonly now: () => number) {}

  /** Adds a record, or changes the one with the id. */
  put(id: number): void {
    const row = { id, part: id % 3, value: ++this.changes, at: Math.floor(this.now() / 1000), n: this.changes };
    this.rows = [...this.rows.filter((other) => other.id !== id), row].sort((a, b) => a.id - b.id);
  }

  remove(id: number): void {
    if (this.rows.length > 1) this.rows = this.rows.filter((row) => row.id !== id);
  }

  /** What it answers to a request. */
  answer(url: URL): JsonObject {
    const [, place = '', name = ''] = url.pathname.split('/');
    const number = (key: string, otherwise: number) => Number(url.searchParams.get(key) ?? otherwise);
    if (place === 'jobs')
      return name === '' ? { job: 1 } : { status: 'done', urls: ['a', 'b'].map((half) => `https://shop.test/half/${half}`) };
    if (place === 'half') return { items: this.rows.filter(({ id }) => (id % 2 === 0) === (name === 'a')).map(shown) };
    if (place === 'parts')
      return {
        items: [0, 1, 2].map((id) => ({ id, at: iso(Math.max(0, ...this.rows.filter(({ part }) => part === id).map(({ at }) => at))) })),
      };
    const wanted = this.rows
      .filter(({ part }) => name === '' || part === Number(name))
      .filter(({ at }) => at >= number('from', 0) && at <= number('to', Infinity))
      .filter(({ n }) => n >= number('n', 0));
    const after = wanted.filter(({ id }) => id > number('after', -1));
    const page =
      url.searchParams.has('after') || place === 'keyset'
        ? after.slice(0, pageSize)
        : wanted.slice((number('page', 1) - 1) * pageSize).slice(0, pageSize);
    const last = page.at(-1);
    return { items: page.map(shown), ...(last && last !== after.at(-1) && { next: last.id }) };
  }
}

/** Records on a page. */
const pageSize = 2;

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
const shown = ({ id, value, at, n }: Row): JsonObject => ({ id, value, at: iso(at), n });
