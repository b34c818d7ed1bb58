import { gzipSync, strToU8, zipSync } from 'fflate';
import type { StreamComparison } from '../comparison';
import { days, rows } from './items';

const says = (body: unknown, headers?: Record<string, string>): StreamComparison => ({ api: () => () => ({ body, headers }) });
const jsonl = '{"id":1}\n{"id":2}\n';
const csv = 'id;name\n1;"a;b"\n2;c\n';
const xml = '<root><row id="1"><a>x</a></row><row id="2"><a>y</a><a>z</a></row></root>';

/** Orders with their lines, of which some say that there are more; of the last one the source has no more after all. */
const cutLists = ({ path, query }: { path: string; query: Record<string, string> }) => {
  const page = Number(query['page'] ?? 0);
  const order = (id: number, has_more: boolean) => ({ id, lines: { has_more, data: [{ n: id * 10 }] } });
  if (path === '/items') return { body: { items: page === 0 ? [order(1, true), order(2, false), order(3, true)] : [order(4, true)] } };
  const lines = path === '/lines/4' ? [] : [1, 2, 3].map((n) => ({ n: Number(path.at(-1)) * 10 + n }));
  return { body: { data: lines.slice(page * 2, page * 2 + 2) } };
};

export const records: Record<string, StreamComparison> = {
  transforms: { ...says({ items: days }), schema: { type: 'object', properties: { f: { type: 'string' }, big: { type: 'integer' } } } },
  normalisation: {
    ...says({ items: [{ id: '7', price: '1.50', ok: 'true', tags: 'x', when: 5 }] }),
    schema: {
      type: 'object',
      properties: {
        id: { type: 'integer' },
        price: { type: ['null', 'number'] },
        ok: { type: 'boolean' },
        tags: { type: 'array', items: { type: 'string' } },
        when: { type: 'string' },
      },
    },
  },
  keys: says({ items: [{ Id: 1, 'First Name': 'a', 'X-Y': { 'Deep Key': 1 }, list: [1, { a: { b: 2 } }] }] }),
  'key-transformation': says({ items: [{ id: 1, data: { name: 'n', a: { b: 1 } } }] }),
  'filter-after': says({ items: days }),
  wildcards: says({ data: { a: { row: { id: 1 } }, b: { row: { id: 2 } }, c: {} } }),
  'wildcard-lists': says({ data: { a: { rows: rows(2) }, b: { rows: rows(2, 5) }, c: {} } }),
  expander: says({
    items: [
      { id: 1, lines: { data: [{ n: 1 }, { n: 2 }] } },
      { id: 2, lines: { data: [] } },
    ],
  }),
  'expander-cut-lists': { api: () => cutLists },
  jsonl: says(jsonl),
  'json-items': says({ meta: 1, data: { rows: rows(3) } }),
  iterable: says('one\ntwo\n'),
  csv: says(csv, { 'content-type': 'text/csv' }),
  'gzip-csv': says(gzipSync(strToU8(csv)), { 'content-type': 'application/gzip' }),
  'gzip-jsonl': says(gzipSync(strToU8(jsonl)), { 'content-type': 'application/gzip' }),
  zip: says(zipSync({ 'a.csv': strToU8(csv) }), { 'content-type': 'application/zip' }),
  xml: says(xml, { 'content-type': 'application/xml' }),
};
