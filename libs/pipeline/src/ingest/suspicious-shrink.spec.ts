import { noCounts, type RunState } from '@twl/contracts';
import type { StoredRun } from '@twl/ports';
import { lastThatSawAll, suspiciousShrink } from './suspicious-shrink';

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
    expect(await lastThatSawAll(runs, part)).toBe(all);
    expect(await lastThatSawAll({ list: async () => ({ items: [part], next: null }) }, part)).toBe(part);
    expect(await lastThatSawAll(runs, all)).toBe(all);
  });
});
