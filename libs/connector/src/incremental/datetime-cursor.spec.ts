import type { Json } from '@twl/contracts';
import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';
import { cursorOf, option, runCursor as run } from './datetime-cursor.factory';

const dates = (slices: (string | undefined)[][]) => slices.map((slice) => slice.join('..'));
const stretches = (...list: [number, number][]): Json => ({
  state_type: 'date-range',
  slices: list.map(([start, end]) => ({ start: String(start), end: String(end) })),
});

describe('a datetime cursor', () => {
  describe('divides the time that is not read yet', () => {
    const step = { step: 'PT10S', cursor_granularity: 'PT1S' };
    const cases: [what: string, cursor: Record<string, unknown>, state: Json, expected: string[]][] = [
      ['all of it at first', {}, null, ['0..50']],
      ['from the state on', {}, { at: '20' }, ['20..50']],
      ['from a start that is after the state', { start_datetime: '30' }, { at: '20' }, ['30..50']],
      ['after what was read', {}, stretches([0, 20]), ['20..50']],
      ['from a start that is after what was read', { start_datetime: '30' }, stretches([0, 20]), ['30..50']],
      ['into steps that do not touch', { ...step, start_datetime: '1' }, stretches([1, 20]), ['20..29', '30..39', '40..50']],
      ['with a gap as long as a step', { ...step, start_datetime: '1' }, stretches([1, 30], [41, 50]), ['31..40', '50..50']],
      ['between and after what was read', {}, stretches([0, 10], [20, 25], [30, 40]), ['10..20', '25..30', '40..50']],
      ['before what was read', { start_datetime: '5' }, stretches([10, 20]), ['5..10', '20..50']],
      ['looking back behind the newest', { lookback_window: 'PT10S' }, stretches([0, 20], [30, 40]), ['20..30', '30..50']],
      ['looking back, but not behind the start', { lookback_window: 'PT30S', start_datetime: '10' }, { at: '20' }, ['10..50']],
      ['not at all when nothing is left', {}, { at: '50' }, []],
      ['not at all where a granularity of no length leaves nothing', { step: 'PT10S', cursor_granularity: 'PT0S' }, { at: '50' }, []],
      ['up to a declared end', { end_datetime: '40' }, null, ['0..40']],
      [
        'within the bounds of a MinMaxDatetime',
        { start_datetime: { type: 'MinMaxDatetime', datetime: '0', min_datetime: '7' } },
        null,
        ['7..50'],
      ],
    ];
    it.each(cases)('%s', async (_what, cursor, state, expected) => {
      const { slices, end } = await run({ cursor, state });
      expect(dates(slices)).toEqual(expected);
      expect(end.state).toBe('complete');
    });
  });

  describe('writes times in the format of the source', () => {
    const cases: [format: string, start: string, expected: string][] = [
      ['%Y-%m-%d', '2025-01-01', '2025-01-01..2025-01-03'],
      ['%Y-%m-%dT%H:%M:%SZ', '2025-01-01T00:00:00Z', '2025-01-01T00:00:00Z..2025-01-03T00:00:00Z'],
      ['%Y-%m-%dT%H:%M:%S%z', '2025-01-01T00:00:00+0000', '2025-01-01T00:00:00+0000..2025-01-03T00:00:00+0000'],
      ['%Y-%m-%dT%H:%M:%S.%fZ', '2025-01-01T00:00:00.000000Z', '2025-01-01T00:00:00.000000Z..2025-01-03T00:00:00.000000Z'],
      ['%Y-%m-%dT%H:%M:%S.%_msZ', '2025-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z..2025-01-03T00:00:00.000Z'],
      ['%ms', '1735689600000', '1735689600000..1735862400000'],
      ['%s_as_float', '1735689600.0', '1735689600.0..1735862400.0'],
    ];
    it.each(cases)('%s', async (datetime_format, start_datetime, expected) => {
      const { slices } = await run({ cursor: { datetime_format, start_datetime }, now: '2025-01-03T00:00:00Z' });
      expect(dates(slices)).toEqual([expected]);
    });
  });

  describe('counts in months', () => {
    const monthly = { datetime_format: '%Y-%m', step: 'P1M', cursor_granularity: 'P1M', start_datetime: '2025-01' };
    const cases: [what: string, cursor: Record<string, unknown>, state: Json, expected: string[]][] = [
      ['one at a time', {}, null, ['2025-01..2025-01', '2025-02..2025-02', '2025-03..2025-04']],
      ['two at a time', { step: 'P2M' }, null, ['2025-01..2025-02', '2025-03..2025-04']],
      ['and reads the last one again', {}, { at: '2025-04' }, ['2025-04..2025-04']],
    ];
    it.each(cases)('%s', async (_what, cursor, state, expected) => {
      const { slices } = await run({ cursor: { ...monthly, end_datetime: '2025-04', ...cursor }, state });
      expect(dates(slices)).toEqual(expected);
    });
  });

  describe('clamps slices to borders of the calendar', () => {
    const monthly = { datetime_format: '%Y-%m-%d', step: 'P1M', cursor_granularity: 'P1D' };
    const cases: [what: string, cursor: Record<string, unknown>, now: string, expected: string[]][] = [
      [
        'months',
        { ...monthly, start_datetime: '2025-01-10', clamping: { target: 'MONTH' } },
        '2025-04-15T08:00:00Z',
        ['2025-02-01..2025-02-28', '2025-03-01..2025-03-31'],
      ],
      [
        'days',
        { ...monthly, step: 'P1D', start_datetime: '2025-01-01', clamping: { target: 'DAY' } },
        '2025-01-04T08:00:00Z',
        ['2025-01-01..2025-01-01', '2025-01-02..2025-01-03'],
      ],
      [
        'weeks',
        { ...monthly, step: 'P1W', start_datetime: '2025-01-01', clamping: { target: 'WEEK', target_details: { weekday: 'MONDAY' } } },
        '2025-01-22T08:00:00Z',
        ['2025-01-06..2025-01-12', '2025-01-13..2025-01-19'],
      ],
    ];
    it.each(cases)('%s', async (_what, cursor, now, expected) => {
      const { slices } = await run({ cursor, now });
      expect(dates(slices)).toEqual(expected);
    });
  });

  describe('remembers', () => {
    it('the newest record seen', async () => {
      const { cursor } = await run({
        cursor: {},
        records: () => [
          { id: 1, at: 10 },
          { id: 2, at: 42 },
          { id: 3, at: 7 },
        ],
      });
      expect(cursor).toEqual({ at: '42' });
    });

    it('where it stood when no record came', async () => {
      const { cursor } = await run({ cursor: {}, state: { at: '20' } });
      expect(cursor).toEqual({ at: '20' });
    });

    it('after every slice how far it came', async () => {
      const { events } = await run({
        cursor: { step: 'PT10S', cursor_granularity: 'PT1S' },
        records: ({ query }) => [{ id: 1, at: Number(query['from']) + 3 }],
      });
      expect(events.flatMap((event) => (event.kind === 'state' ? [event.cursor] : [])).at(-1)).toEqual({ at: '43' });
    });

    it('fields of the state that are not its own', async () => {
      const { cursor } = await run({ cursor: {}, state: { at: '20', other: 1 }, records: () => [{ id: 1, at: 30 }] });
      expect(cursor).toEqual({ at: '30', other: 1 });
    });

    it('times in any of the declared formats, written in that of requests', async () => {
      const cursor = { cursor_datetime_formats: ['%Y-%m-%dT%H:%M:%SZ', '%s'] };
      const result = await run({
        cursor,
        records: () => [
          { id: 1, at: '1970-01-01T00:00:33Z' },
          { id: 2, at: 'nonsense' },
        ],
      });
      expect(result.cursor).toEqual({ at: '33' });
      expect(result.items).toMatchObject([
        { cursor: 33_000_000, occurredAt: '1970-01-01T00:00:33.000Z' },
        { cursor: null, occurredAt: null },
      ]);
    });
  });

  it('does not move on for what failed', async () => {
    const script = ({ query }: SeenRequest) =>
      query['from'] === '10' ? { status: 400 } : { body: { items: [{ id: 1, at: Number(query['from']) }] } };
    const { cursor, end } = await run({ cursor: { step: 'PT10S', cursor_granularity: 'PT1S' }, script });
    expect(end.state).toBe('failed');
    expect(cursor).toEqual({ at: '0' });
  });

  it('filters records of a source that cannot', async () => {
    const { items, cursor } = await run({
      cursor: { is_client_side_incremental: true },
      state: { at: '20' },
      records: () => [{ id: 1, at: 19 }, { id: 2, at: 20 }, { id: 3, at: 30 }, { id: 4 }, { id: 5, at: 51 }],
    });
    expect(items.map(({ kind }) => kind)).toEqual(['filtered', 'record', 'record', 'record', 'record']);
    expect(cursor).toEqual({ at: '30' });
  });

  it('stops a feed at the first page that ends with something known', async () => {
    const paginator = {
      type: 'DefaultPaginator',
      page_token_option: option('page'),
      pagination_strategy: { type: 'PageIncrement', page_size: 2, start_from_page: 1 },
    };
    const pages: Record<string, unknown[]> = {
      '1': [
        { id: 5, at: 45 },
        { id: 4, at: 40 },
      ],
      '2': [
        { id: 3, at: 30 },
        { id: 2, at: 15 },
      ],
      '3': [
        { id: 1, at: 10 },
        { id: 0, at: 5 },
      ],
    };
    const { http, items } = await run({
      cursor: { is_data_feed: true },
      state: { at: '20' },
      retriever: { paginator },
      records: ({ query }) => pages[query['page'] ?? '1']!,
    });
    expect(http.seen).toHaveLength(2);
    expect(fieldsOf(items, 'id')).toEqual([5, 4, 3]);
  });

  it('is refused with half of step and cursor_granularity', async () => {
    const source = await loadFolder({
      manifest: makeManifest({ stream: { incremental_sync: cursorOf({ step: 'P1D' }) } }),
      http: new ScriptedHttp(() => ({})),
    });
    expect(source.problems).toEqual([
      expect.stringMatching(/manifest\.yaml:\d+:\d+ streams\[0\]\.incremental_sync\.step: step and cursor_granularity go together/),
    ]);
  });
});

describe('a counting cursor', () => {
  it('asks from the last count on', async () => {
    const incremental_sync = { type: 'IncrementingCountCursor', cursor_field: 'id', start_value: 3, start_value_option: option('since') };
    const http = new ScriptedHttp(({ query }) => ({ body: { items: [{ id: Number(query['since']) + 2 }] } }));
    const source = await loadFolder({ manifest: makeManifest({ stream: { incremental_sync } }), http });
    const first = await readStream(source.streams[0]!);
    const second = await readStream(source.streams[0]!, { cursor: first.cursor });
    expect(http.lines).toEqual(['GET /items?since=3', 'GET /items?since=5']);
    expect([first.cursor, second.cursor]).toEqual([{ id: 5 }, { id: 7 }]);
  });

  it.each<[what: string, quote: string]>([
    ['numbers', ''],
    ['texts', '"'],
  ])('asks from the last of ids beyond 2^53 on, with every digit, written as %s', async (_what, quote) => {
    const incremental_sync = { type: 'IncrementingCountCursor', cursor_field: 'id', start_value: 0, start_value_option: option('since') };
    const page = (...ids: string[]) => `{"items":[${ids.map((id) => `{"id":${quote}${id}${quote}}`).join()}]}`;
    const http = new ScriptedHttp((_request, count) => ({
      body: count === 1 ? page('9', '9007199254740993', '10') : page('1745678901234567891', '9007199254740995'),
    }));
    const source = await loadFolder({ manifest: makeManifest({ stream: { incremental_sync } }), http });
    const first = await readStream(source.streams[0]!);
    const second = await readStream(source.streams[0]!, { cursor: JSON.parse(JSON.stringify(first.cursor)) as Json });
    await readStream(source.streams[0]!, { cursor: second.cursor });
    expect(http.lines.map((line) => line.split('=')[1])).toEqual(['0', '9007199254740993', '1745678901234567891']);
    expect(first.end.notes).toBeUndefined();
  });
});
