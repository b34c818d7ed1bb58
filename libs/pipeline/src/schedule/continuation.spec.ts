import { noCounts } from '@twl/contracts';
import type { RunEnd, StoredRun } from '@twl/ports';
import { makeRun } from '@twl/ports/testing';
import { dueContinuation, nextRunId } from './continuation';

const now = Date.parse('2026-03-01T12:00:00Z');
const endedAs = (end: Partial<RunEnd>, run: Partial<StoredRun> = {}): StoredRun => ({
  ...makeRun({ id: 'shop.orders.1', trigger: 'schedule' }),
  phase: 'closed',
  end: { state: 'deferred', resumeAt: '2026-03-01T12:00:00.000Z', unmodified: noCounts(), bytesSaved: 0, ...end },
  ...run,
});

describe('the run that goes on', () => {
  it.each([
    ['shop.orders.2026-03-01T12:05:00Z', 'shop.orders.2026-03-01T12:05:00Z~2'],
    ['shop.orders.1~2', 'shop.orders.1~3'],
    ['shop.orders.1~39', 'shop.orders.1~40'],
    ['a~b', 'a~b~2'],
  ])('after %s is %s', (id, next) => expect(nextRunId(id)).toBe(next));

  it('is due when its time has come', () => {
    expect(dueContinuation(endedAs({}), now)).toEqual({ id: 'shop.orders.1~2', trigger: 'schedule' });
    expect(dueContinuation(endedAs({}), now - 1)).toBeUndefined();
  });

  it('is due at once where the last run was one of a clock that was ahead', () => {
    const ahead = { startedAt: '2026-03-02T12:00:00.000Z', finishedAt: '2026-03-02T12:00:10.000Z' };
    expect(dueContinuation(endedAs({ resumeAt: '2026-03-02T13:00:00.000Z' }, ahead), now)).toMatchObject({ id: 'shop.orders.1~2' });
  });

  it.each([
    ['that ended well', endedAs({ state: 'complete', resumeAt: undefined })],
    ['whose pages are still processed', endedAs({}, { phase: 'applying' })],
    ['that does not say when', endedAs({ resumeAt: undefined })],
    ['that is none', undefined],
  ])('does not follow one %s', (_, last) => expect(dueContinuation(last, now)).toBeUndefined());
});
