import { noCounts, type RunState } from '@twl/contracts';
import type { StoredRun } from '@twl/ports';
import { PipelineBench } from '../testing/pipeline-bench';
import type { ScriptedStream } from '../testing/scripted-stream';
import { findComparableRun, suspiciousShrink } from './suspicious-shrink';

const run = (state: RunState, fetched: number): StoredRun => ({ state, counts: { ...noCounts(), fetched } }) as StoredRun;

describe('a source that suddenly has less (fault 29)', () => {
  it.each<[RunState, number, number]>([
    ['succeeded', 1_000_000, 0],
    ['partial', 100, 49],
    ['not_modified', 20, 9],
  ])('is doubted: after %s with %i there are %i', (state, before, items) => {
    expect(suspiciousShrink(run(state, before), { items })).toMatch(
      new RegExp(`^SUSPICIOUS_SHRINK: ${items} records came where the run before had ${before}`),
    );
  });

  it.each<[string, StoredRun | undefined, number]>([
    ['there was no run before', undefined, 0],
    ['half of it is there', run('succeeded', 100), 50],
    ['there was little before', run('succeeded', 19), 0],
    ['the run before did not see all', run('stalled', 100), 0],
    ['the run before, which was doubted, had as little', run('suspect', 10), 10],
  ])('is not doubted when %s', (_what, before, items) => expect(suspiciousShrink(before, { items })).toBeUndefined());

  it('is doubted with another advice where the run did not see everything: what came may be believed by no later run', () => {
    expect(suspiciousShrink(run('succeeded', 100), { items: 10, unseen: 2 })).toBe(
      'SUSPICIOUS_SHRINK: 10 records came where the run before had 100, and 2 parts of the source were not seen (nothing is deleted; the notes say which)',
    );
  });

  it('is compared with the newest run that saw everything', async () => {
    const all = { ...run('succeeded', 100), seq: 1 };
    const part = { ...run('suspect', 10), seq: 2, end: { unseen: 1 } } as StoredRun;
    const runs = { list: async () => ({ items: [part, all], next: null }) };
    expect(await findComparableRun(runs, part)).toBe(all);
    expect(await findComparableRun({ list: async () => ({ items: [part], next: null }) }, part)).toBe(part);
    expect(await findComparableRun(runs, all)).toBe(all);
  });
});

describe('a whole read that brought much less', () => {
  const list = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

  const runOf = async (bench: PipelineBench, end: Partial<ScriptedStream['end']>, count: number): Promise<StoredRun> => {
    bench.stream.pages = [list(count)];
    bench.stream.end = { kind: 'end', state: 'complete', ...(end.state === undefined && !end.continued && { items: count }), ...end };
    return bench.run();
  };

  it.each<[string, Partial<ScriptedStream['end']>]>([
    ['failed', { state: 'failed', reason: 'away' }],
    ['stalled', { state: 'stalled' }],
    ['was deferred', { state: 'deferred' }],
  ])('is compared with the one before the run that %s', async (_, between) => {
    const bench = new PipelineBench([]);
    expect((await runOf(bench, {}, 60)).state).toBe('succeeded');
    await runOf(bench, between, 3);
    expect((await runOf(bench, {}, 10)).reason).toMatch(/^SUSPICIOUS_SHRINK: 10 records/);
    await runOf(bench, between, 3);
    expect((await runOf(bench, {}, 11)).state).toBe('succeeded');
  });

  it('is not compared with a run that only went on', async () => {
    const bench = new PipelineBench([]);
    await runOf(bench, {}, 60);
    bench.stream.cursor = { place: 2 };
    await runOf(bench, { state: 'deferred' }, 59);
    bench.stream.cursor = null;
    expect((await runOf(bench, { continued: true }, 25)).state).toBe('succeeded');
    expect((await runOf(bench, {}, 13)).reason).toContain('where the run before had 60');
  });
});
