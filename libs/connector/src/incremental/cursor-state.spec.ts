import { option, runCursor as run } from './datetime-cursor.factory';

describe('a datetime cursor', () => {
  describe('does not let a record move the state beyond what was asked for', () => {
    const dated = (...list: unknown[]) => ({ records: () => list.map((at, id) => ({ id, at })) });
    const cases: [what: string, cursor: Record<string, unknown>, list: unknown[], reached: string][] = [
      ['a date in the future', {}, [20, 4_000_000_000, 30], '30'],
      ['nothing but dates in the future', {}, [4_000_000_000], '0'],
      ['the second that has begun', {}, [20, 50], '50'],
      ['a date within a declared end that is still to come', { end_datetime: '100' }, [20, 70], '20'],
      ['a date after the end of the slice', { end_datetime: '40' }, [20, 45], '20'],
      ['a date in the future that the source cannot filter', { is_client_side_incremental: true }, [20, 60], '20'],
      ['a date in the future at the top of a feed', { is_data_feed: true }, [60, 30, 20], '30'],
    ];
    it.each(cases)('%s', async (_what, cursor, list, reached) => {
      const result = await run({ cursor, ...dated(...list) });
      expect(result.cursor).toEqual({ at: reached });
      expect(result.items.filter(({ kind }) => kind === 'record')).toHaveLength(list.length);
    });

    it('where records of one slice belong to the next', async () => {
      const { cursor } = await run({
        cursor: { step: 'PT25S', cursor_granularity: 'PT1S' },
        script: ({ query }) =>
          query['from'] === '0'
            ? {
                body: {
                  items: [
                    { id: 1, at: 10 },
                    { id: 2, at: 40 },
                  ],
                },
              }
            : { status: 400 },
      });
      expect(cursor).toEqual({ at: '10' });
    });

    it('and says so once', async () => {
      const { end } = await run({ cursor: {}, ...dated(20, 4_000_000_000, 4_000_000_001) });
      expect(end.notes).toEqual([
        { code: 'CURSOR_IN_FUTURE', count: 2, detail: expect.stringMatching(/^items: the at of a record is 2096-10-02T07:06:40.000Z/) },
      ]);
    });

    it('and does not end a feed there', async () => {
      const paginator = {
        type: 'DefaultPaginator',
        page_token_option: option('page'),
        pagination_strategy: { type: 'PageIncrement', page_size: 2, start_from_page: 1 },
      };
      const pages: Record<string, number[]> = { 1: [49, 60], 2: [48, 47], 3: [10, 9] };
      const { http, items } = await run({
        cursor: { is_data_feed: true },
        state: { at: '20' },
        retriever: { paginator },
        records: ({ query }) => (pages[query['page'] ?? '1'] ?? []).map((at) => ({ id: at, at })),
      });
      expect(http.seen).toHaveLength(3);
      expect(items.filter(({ kind }) => kind === 'record')).toHaveLength(4);
    });

    it('and says of a state in the future that nothing is read', async () => {
      const { end, slices } = await run({ cursor: {}, state: { at: '4000000000' } });
      expect(slices).toEqual([]);
      expect(end.notes).toEqual([expect.objectContaining({ code: 'STATE_IN_FUTURE' })]);
    });
  });

  describe('says which values do not move the state', () => {
    const iso = { datetime_format: '%Y-%m-%dT%H:%M:%SZ', start_datetime: '1970-01-01T00:00:00Z' };
    const cases: [what: string, cursor: Record<string, unknown>, records: unknown[], note: object | undefined][] = [
      ['one in another format', iso, [{ id: 1, at: '1970-01-01 00:00:10' }], { code: 'CURSOR_UNREADABLE', count: 1 }],
      ['ms where seconds are declared', {}, [{ id: 1, at: 1_706_704_245_123 }], { code: 'CURSOR_UNREADABLE', count: 1 }],
      ['a list', {}, [{ id: 1, at: [1] }], { code: 'CURSOR_UNREADABLE', count: 1 }],
      ['none at all', {}, [{ id: 1 }, { id: 2 }], { code: 'CURSOR_MISSING', count: 2 }],
      ['null', {}, [{ id: 1, at: null }], { code: 'CURSOR_MISSING', count: 1 }],
      ['nothing where all can be read', {}, [{ id: 1, at: '30' }], undefined],
    ];
    it.each(cases)('%s', async (_what, cursor, records, note) => {
      const { end, items } = await run({ cursor, records: () => records });
      expect(end.state).toBe('complete');
      expect(items.every(({ kind }) => kind === 'record')).toBe(true);
      expect(end.notes).toEqual(note && [expect.objectContaining(note)]);
    });

    it('and which name was meant', async () => {
      const { end } = await run({ cursor: { cursor_field: 'updated_at' }, records: () => [{ id: 1, updatedat: '30' }] });
      expect(end.notes?.[0]?.detail).toContain('did you mean updatedat?');
    });
  });

  it('goes on from the zone that it is written in', async () => {
    const records = () => [
      { id: 1, at: '2025-01-02T21:59:38+05:30' },
      { id: 2, at: '2025-01-02T20:00:00+01:00' },
    ];
    const cursor = {
      datetime_format: '%Y-%m-%dT%H:%M:%SZ',
      cursor_datetime_formats: ['%Y-%m-%dT%H:%M:%S%z'],
      start_datetime: '2025-01-01T00:00:00Z',
    };
    const result = await run({ cursor, now: '2025-01-03T00:00:00Z', records });
    expect(result.cursor).toEqual({ at: '2025-01-02T19:00:00Z' });
  });
});
