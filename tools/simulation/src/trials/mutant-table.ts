import { crashHistory } from '../history/crash-history';
import type { SimulatedHistory } from '../history/history';
import { randomHistory } from '../history/random-history';
import { mutants, type Mutant } from '../play/mutants';
import { play } from '../play/play';

/** What became of one mutant. */
export interface MutantVerdict {
  mutant: string;
  /** Histories played until one of them was wrong. */
  histories: number;
  /** What showed it; undefined for a mutant that lives. */
  killedBy?: { history: string; violation: string };
}

function* histories(seeds: number): Generator<{ name: string; history: SimulatedHistory }> {
  yield { name: 'crash history', history: crashHistory() };
  for (let seed = 0; seed < seeds; seed++) yield { name: `seed ${seed}`, history: randomHistory(seed) };
}

const judge = async (mutant: Mutant, seeds: number): Promise<MutantVerdict> => {
  let played = 0;
  for (const { name, history } of histories(seeds)) {
    played += 1;
    const { violations } = await play(history, { mutant });
    if (violations.length > 0) return { mutant: mutant.name, histories: played, killedBy: { history: name, violation: violations[0]! } };
  }
  return { mutant: mutant.name, histories: played };
};

/** Plays every mutant until the proof misses its guard, over so many seeds at most. */
export const judgeMutants = async (seeds: number): Promise<MutantVerdict[]> => {
  const verdicts: MutantVerdict[] = [];
  for (const mutant of mutants) verdicts.push(await judge(mutant, seeds));
  return verdicts;
};

/** The verdicts for people. */
export const tableOf = (verdicts: readonly MutantVerdict[]): string =>
  verdicts
    .map(({ mutant, histories, killedBy }) =>
      killedBy
        ? `${mutant.padEnd(34)} dies by ${killedBy.history.padEnd(14)} (${histories} histories): ${killedBy.violation.slice(0, 110)}`
        : `${mutant.padEnd(34)} LIVES after ${histories} histories`,
    )
    .join('\n');
