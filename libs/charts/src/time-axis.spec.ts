import { createBucketFormat, createTickFormat, createTimeTicks } from './time-axis';

const at = (iso: string): number => Date.parse(iso);
const inIso = (ticks: Date[]): string[] => ticks.map((tick) => tick.toISOString());

describe('timeTicks', () => {
  it('are round times of UTC', () => {
    const ticks = createTimeTicks(at('2026-03-01T10:07:00Z'), at('2026-03-01T16:20:00Z'), { wanted: 4, zone: 'utc' });

    expect(inIso(ticks)).toEqual(['2026-03-01T12:00:00.000Z', '2026-03-01T14:00:00.000Z', '2026-03-01T16:00:00.000Z']);
  });

  it('are midnights of UTC when the span is days', () => {
    const ticks = createTimeTicks(at('2026-03-01T00:00:00Z'), at('2026-03-05T00:00:00Z'), { wanted: 5, zone: 'utc' });

    expect(inIso(ticks)).toHaveLength(5);
    expect(inIso(ticks).every((tick) => tick.endsWith('T00:00:00.000Z'))).toBe(true);
  });

  it('are round times of the local zone, also across a clock change', () => {
    const ticks = createTimeTicks(at('2026-03-28T00:00:00Z'), at('2026-03-30T12:00:00Z'), { wanted: 6, zone: 'local' });

    expect(ticks.length).toBeGreaterThan(3);
    expect(ticks.every((tick) => tick.getHours() % 12 === 0 && tick.getMinutes() === 0)).toBe(true);
  });

  it('are few when everything happens at once', () => {
    expect(createTimeTicks(at('2026-03-01T10:00:00Z'), at('2026-03-01T10:00:00Z'), { wanted: 6, zone: 'utc' })).toHaveLength(1);
  });
});

describe('labels', () => {
  it('show the date at midnight and the time of day otherwise', () => {
    const label = createTickFormat('hour', 'utc');
    const [midnight, afternoon] = [new Date('2026-03-02T00:00:00Z'), new Date('2026-03-02T14:00:00Z')];

    expect(label(midnight)).toBe(midnight.toLocaleDateString(undefined, { timeZone: 'UTC', day: 'numeric', month: 'short' }));
    expect(label(afternoon)).toBe(afternoon.toLocaleTimeString(undefined, { timeZone: 'UTC', hour: '2-digit', minute: '2-digit' }));
  });

  it('show a day in UTC in every zone', () => {
    const day = new Date('2026-03-02T00:00:00Z');

    expect(createBucketFormat('day', 'local')(day)).toBe(
      `${day.toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' })} UTC`,
    );
  });

  it('show the zone of a bucket', () => {
    expect(createBucketFormat('hour', 'utc')(new Date('2026-03-02T14:00:00Z'))).toContain('UTC');
  });
});
