import { crashHistory } from './history/crash-history';
import type { SimulatedHistory } from './history/history';
import { randomHistory } from './history/random-history';
import type { EngineOpener } from './play/engines';
import { play } from './play/play';
import { everyCrash } from './trials/exhaustive';
import { judgeMutants, tableOf } from './trials/mutant-table';
import { reportOf, shorten } from './trials/shorten';

/** A history that went wrong, and all there is to say about it. */
export interface Wrong {
  name: string;
  report: string;
}

const wrong = async (name: string, history: SimulatedHistory, open?: EngineOpener): Promise<Wrong> => ({
  name,
  report: reportOf(await shorten(history, open)),
});

/** Which random histories are played, and on what. */
export interface Seeds {
  first: number;
  count: number;
  /** Default in memory. */
  open?: EngineOpener;
  progress?: (done: number) => void;
}

/** Plays random histories; gives those that went wrong, shortened, the first three of them. */
export const simulateSeeds = async ({ first, count, open, progress }: Seeds): Promise<Wrong[]> => {
  const all: Wrong[] = [];
  for (let i = 0; i < count && all.length < 3; i++) {
    const history = randomHistory(first + i);
    const { violations } = await play(history, { open });
    if (violations.length > 0) all.push(await wrong(`seed ${first + i}`, history, open));
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
