import { noCounts, type RunState } from '@twl/contracts';
import type { StoredRun } from '@twl/ports';
import { suspiciousShrink } from './suspicious-shrink';

const run = (state: RunState, fetched: number): StoredRun => ({ state, counts: { ...noCounts(), fetched } }) as StoredRun;

describe('a source that suddenly has less (fault 29)', () => {
  it.each<[RunState, number, number]>([
    ['succeeded', 1_000_000, 0],
    ['partial', 100, 49],
    ['not_modified', 20, 9],
  ])('is doubted: after %s with %i there are %i', (state, before, items) => {
    expect(suspiciousShrink(run(state, before), items)).toMatch(
      new RegExp(`^SUSPICIOUS_SHRINK: ${items} records came where the run before had ${before}`),
    );
  });

  it.each<[string, StoredRun | undefined, number]>([
    ['there was no run before', undefined, 0],
    ['half of it is there', run('succeeded', 100), 50],
    ['there was little before', run('succeeded', 19), 0],
    ['the run before did not see all', run('stalled', 100), 0],
    ['the run before, which was doubted, had as little', run('suspect', 10), 10],
  ])('is not doubted when %s', (_what, before, items) => expect(suspiciousShrink(before, items)).toBeUndefined());
});
