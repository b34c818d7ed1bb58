import { noCounts, type Counts } from '@twl/contracts';
import { makeCommit, makeFailure, makeWrite } from '../factories';
import { applyPage, enter, revisionOf, start, useEngine, type OpenEngine } from './opened-engine';

/** What every record reader must do to sum up. */
export const analyticsContract = (name: string, open: OpenEngine): void => {
  describe(`${name}: analytics`, () => {
    const opened = useEngine(open);
    const engine = () => opened().engine;
    const analytics = (query: { source?: string; from?: string; to?: string } = {}, now = '2026-01-31T12:00:00.000Z') =>
      engine().reader.analytics(query, now);

    /** A page fetched at `at` that brought `fresh` new records and more counts. */
    let keys = 0;
    const page = async (at: string, fresh: number, more: Partial<Counts> = {}, source = 'shop') => {
      const lease = await start(engine(), { source, stream: `s${++keys}` });
      const ref = await enter(engine(), lease);
      const writes = Array.from({ length: fresh }, () => makeWrite({ source, stream: ref.stream, key: String(++keys) }));
      const counts = { ...noCounts(), new: fresh, ...more };
      counts.fetched = Object.values(counts).reduce((sum, n) => sum + n, 0);
      const failures = Array.from({ length: counts.quarantined }, () => makeFailure({ id: `f${++keys}`, source }));
      await engine().records.commit(makeCommit(ref, writes, { counts, failures, at }));
    };

    it('are empty at first', async () => {
      expect(await analytics()).toEqual({
        totals: { records: 0, sources: 0, runs: 0, quarantined: 0 },
        bySource: [],
        timeline: { bucket: 'minute', series: [] },
      });
    });

    it('add up what the pages brought', async () => {
      await page('2026-01-31T11:00:00.000Z', 3, { quarantined: 1, unchanged: 5 });
      await page('2026-01-31T11:00:59.999Z', 2, { changed: 4 });
      await page('2026-01-31T11:01:00.000Z', 1, { stale: 7 }, 'other');
      expect(await analytics()).toEqual({
        totals: { records: 6, sources: 2, runs: 3, quarantined: 1 },
        bySource: [
          { source: 'other', records: 1, new: 1, changed: 0, quarantined: 0 },
          { source: 'shop', records: 5, new: 5, changed: 4, quarantined: 1 },
        ],
        timeline: {
          bucket: 'minute',
          series: [
            { source: 'other', points: [{ t: '2026-01-31T11:01:00.000Z', v: 1 }] },
            { source: 'shop', points: [{ t: '2026-01-31T11:00:00.000Z', v: 9 }] },
          ],
        },
      });
    });

    it('count a record once, however often it changes', async () => {
      await applyPage(engine(), [makeWrite()]);
      await applyPage(engine(), [makeWrite({ version: 2 }, { expected: await revisionOf(engine(), 'shop.orders.1') })]);
      expect(await analytics()).toMatchObject({ totals: { records: 1 }, bySource: [{ records: 1, new: 1, changed: 1 }] });
    });

    it.each([
      ['2026-01-31T04:00:00.000Z', 'minute', '2026-01-31T04:00:00.000Z'],
      ['2026-01-30T11:59:31.000Z', 'hour', '2026-01-30T11:00:00.000Z'],
      ['2026-01-12T00:00:00.000Z', 'hour', '2026-01-12T00:00:00.000Z'],
      ['2025-11-30T23:00:00.000Z', 'day', '2025-11-30T00:00:00.000Z'],
    ])('show everything since %s by the %s', async (first, bucket, t) => {
      await page(first, 2);
      await page('2026-01-31T11:59:00.000Z', 1);
      const { timeline } = await analytics();
      expect(timeline.bucket).toBe(bucket);
      expect(timeline.series[0]?.points[0]).toEqual({ t, v: 2 });
      expect(timeline.series[0]?.points).toHaveLength(2);
    });

    it('keep a time line within its bounds', async () => {
      for (const hour of ['08', '09', '10', '11']) await page(`2026-01-31T${hour}:30:00.000Z`, 1);
      await page('2026-01-31T09:30:00.000Z', 1, {}, 'other');
      const { timeline } = await analytics({ source: 'shop', from: '2026-01-31T10:30:00+01:00', to: '2026-01-31T11:30:00.000Z' });
      expect(timeline.series).toEqual([
        {
          source: 'shop',
          points: ['09', '10'].map((hour) => ({ t: `2026-01-31T${hour}:30:00.000Z`, v: 1 })),
        },
      ]);
    });

    it.each<[string, string | undefined, string, number]>([
      ['from', '2026-01-31T11:00:59.9999Z', '2026-01-31T11:02:00.0000Z', 2],
      ['to', undefined, '2026-01-31T11:01:00.0005Z', 2],
      ['to, just not', undefined, '2026-01-31T11:01:00.0000Z', 1],
    ])('do not cut a bound finer than a millisecond: %s', async (_bound, from, to, points) => {
      for (const at of ['2026-01-31T11:00:30.000Z', '2026-01-31T11:01:00.000Z']) await page(at, 1);
      const { timeline } = await analytics({ to, ...(from === undefined ? {} : { from }) });
      expect(timeline.series[0]?.points).toHaveLength(points);
    });

    it('of one source are of it alone: totals, sums and time line', async () => {
      await page('2026-01-31T11:00:00.000Z', 3, { quarantined: 1, unchanged: 5 });
      await page('2026-01-31T11:01:00.000Z', 2, { quarantined: 2 }, 'other');
      await page('2026-01-31T11:02:00.000Z', 4, {}, 'other');
      expect(await analytics({ source: 'other' })).toEqual({
        totals: { records: 6, sources: 1, runs: 2, quarantined: 2 },
        bySource: [{ source: 'other', records: 6, new: 6, changed: 0, quarantined: 2 }],
        timeline: {
          bucket: 'minute',
          series: [
            {
              source: 'other',
              points: [
                { t: '2026-01-31T11:01:00.000Z', v: 2 },
                { t: '2026-01-31T11:02:00.000Z', v: 4 },
              ],
            },
          ],
        },
      });
      expect(await analytics({ source: 'nobody' })).toEqual({
        totals: { records: 0, sources: 0, runs: 0, quarantined: 0 },
        bySource: [],
        timeline: { bucket: 'minute', series: [] },
      });
    });

    it('have at most 500 points in a series, the newest', async () => {
      await page('2020-01-01T00:00:00.000Z', 1);
      await page('2026-01-31T00:00:00.000Z', 1);
      expect((await analytics()).timeline).toEqual({
        bucket: 'day',
        series: [{ source: 'shop', points: ['2020-01-01T00:00:00.000Z', '2026-01-31T00:00:00.000Z'].map((t) => ({ t, v: 1 })) }],
      });
      const wide = await analytics({ from: '2026-01-31T00:00:00.000Z', to: '2026-01-31T08:20:00.000Z' });
      expect(wide.timeline.bucket).toBe('minute');
      expect((await analytics({ from: '2026-01-31T00:00:00.000Z', to: '2026-01-31T08:20:01.000Z' })).timeline.bucket).toBe('hour');
    });

    it('are empty for a range that is none', async () => {
      await page('2026-01-31T11:00:00.000Z', 1);
      const { timeline } = await analytics({ from: '2026-01-31T12:00:00.000Z', to: '2026-01-31T10:00:00.000Z' });
      expect(timeline.series).toEqual([]);
    });
  });
};
