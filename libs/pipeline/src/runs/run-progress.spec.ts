import { noCounts, type HistoryEvent } from '@twl/contracts';
import type { PageEntry, StoredRun } from '@twl/ports';
import { progressOf } from './run-progress';

const start = Date.UTC(2026, 0, 31, 12);
const at = (ms: number) => new Date(start + ms).toISOString();
const run = (more: Partial<StoredRun> = {}) =>
  ({ phase: 'fetching', startedAt: at(0), finishedAt: null, pages: 0, bytes: 0, counts: noCounts(), ...more }) as StoredRun;
const event = (name: string, ms: number, fields: HistoryEvent['fields'] = {}): HistoryEvent => ({
  at: at(ms),
  level: 'info',
  event: name,
  fields,
});
const page = (status: PageEntry['status'], fetched: number) =>
  ({ status, bytes: 10, fetchedAt: at(2000), counts: { ...noCounts(), fetched, new: fetched } }) as PageEntry;

describe('progressOf', () => {
  it('adds up what a run has done while it fetches', () => {
    const events = [event('run.started', 0), event('request.answered', 10), event('request.answered', 20)];
    expect(progressOf({ run: run(), events, pages: [page('applied', 30), page('open', 0)], now: start + 9000 })).toEqual({
      ...{ phase: 'fetching', elapsedMs: 2000, requests: 2, pages: 2, applied: 1, bytes: 20, records: 30, recordsPerSecond: 15 },
      waiting: null,
    });
  });

  it('says until when it waits, and why, as long as it does', () => {
    const events = [event('request.answered', 10), event('run.waiting', 1000, { ms: 5000, reason: 'status 429' })];
    const waitingAt = (ms: number, more: HistoryEvent[] = []) =>
      progressOf({ run: run(), events: [...events, ...more], pages: [], now: start + ms }).waiting;
    expect(waitingAt(2000)).toEqual({ until: at(6000), reason: 'status 429' });
    expect(waitingAt(6000)).toBeNull();
    expect(waitingAt(2000, [event('request.answered', 1500)])).toBeNull();
    expect(progressOf({ run: run({ phase: 'applying' }), events, pages: [], now: start + 2000 }).waiting).toBeNull();
  });

  it('has the figures of the run itself when it is closed, and counts what was not kept', () => {
    const counts = { ...noCounts(), fetched: 7, new: 7 };
    const closed = run({ phase: 'closed', finishedAt: at(1000), pages: 3, bytes: 99, counts });
    const progress = progressOf({ run: closed, events: [event('history.cut', 900, { dropped: 5 })], pages: [], now: start + 60_000 });
    expect(progress).toMatchObject({ elapsedMs: 1000, pages: 3, bytes: 99, records: 7, recordsPerSecond: 7, requests: 5 });
  });
});
