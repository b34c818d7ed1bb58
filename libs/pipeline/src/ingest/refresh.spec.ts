import type { StoredRun, StreamState } from '@twl/ports';
import { streamSettingsSchema } from '@twl/contracts';
import { PipelineBench } from '../testing/pipeline-bench';
import { planRefresh, refreshRule, type RefreshFacts } from './refresh';

const saturday = Date.parse('2026-01-31T12:00:00Z');
const hour = 3_600_000;
const weekly = refreshRule('weekly', 'UTC');
const run = (id: string, state: 'complete' | 'failed' | 'deferred' = 'complete') => ({ id, end: { state } }) as StoredRun;
const stateOf = (refresh: StreamState['refresh']): StreamState => ({ cursor: { at: '2026-01-30' }, validators: {}, refresh });

describe('planRefresh', () => {
  const facts: RefreshFacts = {
    rule: weekly,
    trigger: 'schedule',
    state: stateOf({ since: '2026-01-20T00:00:00.000Z' }),
    last: run('r9'),
    now: saturday,
  };
  const started = new Date(saturday).toISOString();
  const going = { startedAt: '2026-01-30T00:00:00.000Z', cursor: { $resume: 1 }, runId: 'r9' };
  const since = '2026-01-20T00:00:00.000Z';

  it.each<[string, Partial<RefreshFacts>, unknown]>([
    ['begins when the time has come', {}, { startedAt: started, cursor: null }],
    ['does not before', { state: stateOf({ since: '2026-01-26T00:00:00.000Z' }) }, undefined],
    ['is not asked for by hand', { trigger: 'manual' }, undefined],
    ['needs a run that knew of it', { state: stateOf(undefined) }, undefined],
    ['is not there without a rule', { rule: undefined }, undefined],
    [
      'goes on when it was deferred',
      { state: stateOf({ since, going }), last: run('r9', 'deferred') },
      { startedAt: going.startedAt, cursor: going.cursor },
    ],
    ['lets an increment go first when it was killed', { state: stateOf({ since, going }), last: run('r9', 'failed') }, undefined],
    [
      'goes on after that increment',
      { state: stateOf({ since, going }), last: run('r10', 'failed') },
      { startedAt: going.startedAt, cursor: going.cursor },
    ],
    [
      'begins again where the next time has come meanwhile',
      { state: stateOf({ since, going: { ...going, startedAt: since } }) },
      { startedAt: started, cursor: null },
    ],
    ['lets an increment go first when it failed', { state: stateOf({ since, failed: { at: since, runId: 'r9' } }) }, undefined],
    [
      'waits an hour after that',
      { state: stateOf({ since, failed: { at: new Date(saturday - hour + 1).toISOString(), runId: 'r7' } }) },
      undefined,
    ],
    [
      'is tried again then',
      { state: stateOf({ since, failed: { at: new Date(saturday - hour).toISOString(), runId: 'r7' } }) },
      { startedAt: started, cursor: null },
    ],
  ])('%s', (_, changes, expected) => {
    expect(planRefresh({ ...facts, ...changes })).toEqual(expected);
  });

  it.each([
    ['daily', '2026-01-31T00:00:00Z'],
    ['weekly', '2026-01-25T00:00:00Z'],
    ['monthly', '2026-01-01T00:00:00Z'],
    ['30 6 * * *', '2026-01-31T06:30:00Z'],
  ])('takes %s as since %s', (setting, due) => {
    const rule = refreshRule(setting, 'UTC');
    const at = (ms: number) => stateOf({ since: new Date(Date.parse(due) + ms).toISOString() });
    expect(planRefresh({ ...facts, rule, state: at(0) })).toBeUndefined();
    expect(planRefresh({ ...facts, rule, state: at(-1) })).toBeDefined();
  });

  it('counts the times in the time zone of the schedule', () => {
    const rule = refreshRule('daily', 'Asia/Tokyo');
    const now = Date.parse('2026-01-31T15:30:00Z');
    expect(planRefresh({ ...facts, rule, now, state: stateOf({ since: '2026-01-31T14:00:00.000Z' }) })).toBeDefined();
  });
});

describe('a stream with refresh: daily', () => {
  const list = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => ({ id: from + i }));
  const day = 86_400_000;

  /** A source that lists what is new after a cursor, and everything without one. */
  const benchOf = async () => {
    const bench = new PipelineBench([]);
    const asked: unknown[] = [];
    bench.stream.settings = streamSettingsSchema.parse({ refresh: 'daily', deletions: { mode: 'snapshot', maxShare: 0.5 } });
    const read = bench.stream.read.bind(bench.stream);
    bench.stream.read = (options) => {
      asked.push(options.cursor);
      if (options.cursor !== null) bench.stream.pages = bench.stream.pages.slice(-1);
      return read(options);
    };
    const scheduled = async (answers: object[][], cursor: string, end: 'complete' | 'failed' | 'deferred' = 'complete') => {
      bench.stream.pages = answers as never;
      bench.stream.cursor = cursor;
      bench.stream.end = { kind: 'end', state: end, ...(end === 'failed' && { reason: 'away' }) };
      return bench.run('schedule');
    };
    return { bench, asked, scheduled };
  };

  it('reads everything once a day, tells it, and deletes what is gone', async () => {
    const { bench, asked, scheduled } = await benchOf();
    await scheduled([list(0, 5), list(5, 10)], 'a');
    await scheduled([list(0, 5), list(8, 11)], 'b');
    await bench.clock.advance(day);
    const run = await scheduled([list(1, 6), list(6, 11)], 'c');
    expect(asked).toEqual([null, 'a', null]);
    expect(run.end?.notes).toMatchObject([{ code: 'REFRESH' }]);
    expect(run).toMatchObject({ state: 'succeeded', trigger: 'schedule', deletions: { state: 'deleted', missing: 1 } });
    await scheduled([[]], 'd');
    expect(asked.at(-1)).toBe('c');
  });

  it('leaves the increments where they are when it fails, and is tried again later', async () => {
    const { bench, asked, scheduled } = await benchOf();
    await scheduled([list(0, 5)], 'a');
    await bench.clock.advance(day);
    expect((await scheduled([list(0, 5)], 'x', 'failed')).state).toBe('failed');
    await scheduled([list(5, 6)], 'b');
    await scheduled([list(6, 7)], 'c');
    await bench.clock.advance(hour);
    await scheduled([list(0, 7)], 'd');
    expect(asked).toEqual([null, null, 'a', 'b', null]);
  });

  it('goes on with one that was deferred, from its own place', async () => {
    const { bench, asked, scheduled } = await benchOf();
    await scheduled([list(0, 5)], 'a');
    await bench.clock.advance(day);
    await scheduled([list(0, 5)], 'place', 'deferred');
    await scheduled([list(5, 7)], 'b');
    await scheduled([[]], 'c');
    expect(asked).toEqual([null, null, 'place', 'b']);
  });
});
