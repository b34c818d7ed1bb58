import type { CuratedRecord, JsonObject } from '@twl/contracts';

const at = '2026-01-31T11:00:00.000Z';

/** Makes a record with the given data. */
export const recordWith = (key: string, data: JsonObject, more: Partial<CuratedRecord> = {}): CuratedRecord => ({
  ...{ id: `shop.orders.${key}`, source: 'shop', stream: 'orders', key, occurredAt: at, firstSeenAt: at, updatedAt: at },
  ...{ version: 1, fingerprint: `md5:${key}`, title: `order ${key}`, data, rawRef: { key: 'raw/1', itemIndex: 0, runId: 'run-1' } },
  ...more,
});

/** Values that writers of files get wrong. */
const oddValues: readonly JsonObject[] = [
  {
    id: 1,
    nothing: null,
    whole: 2 ** 31,
    large: 2n ** 53n + 1n,
    half: 1,
    mixed: 1,
    tags: ['a', null, ''],
    point: { lat: 1.5, lng: -0.25 },
  },
  { id: 2, nothing: null, whole: -(2 ** 53) + 1, large: -(2n ** 63n), half: 0.5, mixed: 'one', tags: [], point: null },
  { id: 3, nothing: null, whole: 0, large: 2n ** 63n - 1n, half: 1e300, mixed: [1, { a: 2n ** 70n }], tags: null, point: { lat: null } },
  { id: 4, huge: 2n ** 64n, text: '=1+2', mixed: { a: 1 }, lists: [[1, 2], [], [null, 3]], point: {}, empty: {} },
  { id: 5, late: true, text: '', at: '2026-01-31T12:00:00+02:00', lists: null, rows: [{ a: 1, b: 'x' }, { a: 2.5 }, null, {}] },
  { id: 6, text: 'a "quoted",\r\nline', constructor: 'own', toString: 7, 'a.b': 'dotted', ' ': 'blank', 'Ünï 🙂': '🙂' },
  { id: 7, text: "'apostrophe", negative: -5, zero: -0, rows: [], deep: { a: { b: { c: { d: ['e'] } } } } },
  { id: 8, text: '\t@tab', zero: 0, rows: null, deep: { a: {} }, largeAndHalf: 2n ** 60n },
  { id: 9, text: '-text', largeAndHalf: 0.5 },
];

/** Records with values that writers of files get wrong. */
export const oddRecords: readonly CuratedRecord[] = [
  ...oddValues.map((data, i) => recordWith(String(i + 1), data)),
  recordWith('late', { id: 10 }, { occurredAt: '2026-01-31T12:00:00.123456+02:00', deletedAt: at, title: '=cmd|calc' }),
];
