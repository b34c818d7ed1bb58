import { crashHistory } from './history/crash-history';
import type { History } from './history/history';
import { randomHistory } from './history/random-history';
import { play } from './play/play';
import { everyCrash } from './proof/exhaustive';
import { judgeMutants, tableOf } from './proof/mutant-table';
import { reportOf, shorten } from './proof/shorten';

/** A history that went wrong, and all there is to say about it. */
export interface Wrong {
  name: string;
  report: string;
}

const wrong = async (name: string, history: History): Promise<Wrong> => ({ name, report: reportOf(await shorten(history)) });

/** Plays `count` random histories from a seed on; gives those that went wrong, shortened, the first three of them. */
export const simulateSeeds = async (seed: number, count: number, progress?: (done: number) => void): Promise<Wrong[]> => {
  const all: Wrong[] = [];
  for (let i = 0; i < count && all.length < 3; i++) {
    const history = randomHistory(seed + i);
    const { violations } = await play(history);
    if (violations.length > 0) all.push(await wrong(`seed ${seed + i}`, history));
    progress?.(i + 1);
  }
  return all;
};

/** Crashes at every port call of a history, before and after it. */
export const simulateCrashes = async (): Promise<{ points: number; wrong: Wrong[] }> => {
  const all: Wrong[] = [];
  let points = 0;
  for await (const { call, kind, violations } of everyCrash()) {
    points += 1;
    if (violations.length > 0 && all.length < 3) all.push(await wrong(`${kind} at ${call}`, crashHistory({ [call]: kind })));
  }
  return { points, wrong: all };
};

/** Takes the guards out one by one and sees that the proof notices. */
export const simulateMutants = async (seeds: number): Promise<{ table: string; living: string[] }> => {
  const verdicts = await judgeMutants(seeds);
  return { table: tableOf(verdicts), living: verdicts.filter(({ killedBy }) => !killedBy).map(({ mutant }) => mutant) };
};
