import type { HistoryProgress } from '@twl/contracts';
import { progressText } from './progress-text';

const none: HistoryProgress = {
  ...{ phase: 'fetching', elapsedMs: 0, requests: 0, pages: 0, applied: 0, bytes: 0, records: 0, recordsPerSecond: 0 },
  waiting: null,
};
const text = (more: Partial<HistoryProgress>, elapsedMs: number) =>
  progressText({ stream: 'orders', progress: { ...none, ...more }, elapsedMs });

describe('progressText', () => {
  it('says what there is, and no zeros', () => {
    expect(text({}, 200)).toBe('orders: 0 s');
    expect(text({ requests: 1 }, 1000)).toBe('orders: 1 s, 1 requests');
    expect(text({ requests: 5, pages: 4, applied: 2, records: 100 }, 4000)).toBe(
      'orders: 4 s, 5 requests, 2 of 4 pages, 100 records, 25/s',
    );
    expect(text({ pages: 4, applied: 4 }, 4000)).toBe('orders: 4 s, 4 pages');
  });

  it('says until when it waits', () => {
    const waiting = { until: '2026-01-31T12:00:05.000Z', reason: 'status 429' };
    expect(text({ requests: 2, waiting }, 9000)).toBe('orders: 9 s, 2 requests, waits until 12:00:05 UTC');
  });
});
