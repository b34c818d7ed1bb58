import { fillTimeline } from './timeline';

const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour)).toISOString();

describe('fillTimeline', () => {
  it('counts 0 in every bucket without records', () => {
    const { series } = fillTimeline({
      bucket: 'hour',
      series: [
        { source: 'a', points: [0, 12].map((hour) => ({ t: at(hour), v: 5 })) },
        { source: 'b', points: [{ t: at(6), v: 1 }] },
      ],
    });

    expect(series.map(({ points }) => points.map(({ v }) => v))).toEqual([
      [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5],
      [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    ]);
  });

  it('reaches back from a single bucket, so that there is a line', () => {
    const { series } = fillTimeline({ bucket: 'minute', series: [{ source: 'a', points: [{ t: at(3), v: 7 }] }] });

    expect(series[0]?.points).toHaveLength(12);
    expect(series[0]?.points.at(-1)).toEqual({ t: at(3), v: 7 });
    expect(series[0]?.points[0]).toEqual({ t: '2026-03-01T02:49:00.000Z', v: 0 });
  });

  it('draws no more than 500 buckets, the newest ones', () => {
    const { series } = fillTimeline({
      bucket: 'hour',
      series: [{ source: 'a', points: [0, 2000].map((hour) => ({ t: at(hour), v: 1 })) }],
    });

    expect(series[0]?.points).toHaveLength(500);
    expect(series[0]?.points.at(-1)?.t).toBe(at(2000));
  });

  it('leaves an empty time line empty', () => {
    expect(fillTimeline({ bucket: 'day', series: [] })).toEqual({ bucket: 'day', series: [] });
  });
});
