import type { Json } from '@twl/contracts';
import type { Scope } from './runtime/scope';
import { createInterpolator } from './interpolator';

/** Variables that the tables of this folder are about. */
const values: Record<string, Json> = {
  config: {
    a: 1,
    s: 'x y',
    name: 'airbyte',
    start_date: '2022-01-14',
    n: null,
    list: [1, 2, 3],
    d: { k: 'v', z: { q: 5 } },
    f: 1.5,
    t: true,
    fl: false,
    empty: '',
    url: 'https://a.b/c?d=e&f=g h',
    date: '2022-01-01T13:45:30+00:00',
    ts: 1646006400,
  },
  record: {
    id: 17,
    x: 'hello',
    name: 'Ünï',
    n: { m: [1, 2, 'z'], deep: { er: null } },
    d: '2021-01-02T03:04:05Z',
    nul: null,
    items: 5,
    lst: [
      { a: 1, b: 'q' },
      { a: 3, b: 'c' },
      { a: 2, b: 'b' },
    ],
    flt: 2.25,
    neg: -7,
    e: '',
    num: '42',
    fnum: '3.7',
    bool: true,
    u: 'ABCdef',
    ws: '  pad  ',
    json: '{"a": 1}',
    pyl: '[1, 2]',
    zero: 0,
    emoji: 'a😀b',
    quote: "it's",
    dq: 'say "hi"',
    both: 'a\'b"c',
    nl: 'a\nb',
    path: 'a/b/c',
    csv: '1,2,3',
    numstr: '007',
    under: '1_000',
    sci: '1e3',
  },
  response: { next: 'abc', data: [{ id: 1 }, { id: 2 }], meta: { page: 3, pages: 5, has_more: true } },
  headers: { link: '<u>', 'x-total': '12' },
  stream_slice: { start_time: '2021-01-01', end_time: '2021-02-01', id: 9 },
  next_page_token: { next_page_token: 'tok' },
  last_record: { id: 99 },
  last_page_size: 10,
  last_page_token_value: 4,
};

const parameters: Record<string, Json> = { name: 'users', k: 'date', nested: { a: [1] } };

/** 2021-09-01T10:20:30.123Z, the fixed time of these tests. */
const now = Date.UTC(2021, 8, 1, 10, 20, 30, 123);

/** A scope with the variables of the tables, or others. */
export const makeScope = (changes: Record<string, Json | undefined> = {}): Scope => ({
  values: { ...structuredClone(values), ...changes },
  now,
  random: () => 0.5,
});

const compileTemplate = (template: string) => createInterpolator().compile(template, parameters);

export const evaluate = (template: string, changes?: Record<string, Json | undefined>): Json =>
  compileTemplate(template).value(makeScope(changes));
export const optional = (template: string): Json => compileTemplate(template).optional(makeScope());
export const holds = (template: string): boolean => compileTemplate(template).test(makeScope());
