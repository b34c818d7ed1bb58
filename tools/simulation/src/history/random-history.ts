import type { SourceItem, Round, SourcePage, StreamPlan } from '../source/content';
import { faultKinds } from '../world/faults';
import { SeededRandom, seedOf } from '../world/random';
import type { Action, SimulatedHistory } from './history';

const actions: Action[] = ['correct-manifest', 'redeliver', 'redrive', 'replay'];

/** Crashes of those who process: the queue by itself must make them good. */
const queueFaults: SimulatedHistory['faults'] = {
  kind: 'random',
  probability: 0.01,
  kinds: ['kill-before', 'kill-after', 'stall-before', 'stall-after'],
  roles: ['processor'],
};

const anyFaults = {
  kind: 'random' as const,
  kinds: faultKinds,
  roles: ['ingestor', 'processor', 'sweeper', 'redriver', 'replayer', 'decider'],
};

/** A history made of a seed: few keys and few values, so that everything meets everything. */
export const randomHistory = (seed: number): SimulatedHistory => {
  const drawFor = (what: string): SeededRandom => new SeededRandom(seedOf(seed, what));
  return withPauses(withUnseen(withDeletions(plainHistory(seed), drawFor('deletions')), drawFor('unseen')), drawFor('pauses'));
};

/** Some reads are deferred in their middle, and the next one goes on from there: in a list whose pages mostly stay what they were. */
const withPauses = (history: SimulatedHistory, random: SeededRandom): SimulatedHistory => {
  const pauses = () => Array.from({ length: history.ticks }, () => (random.chance(0.5) ? random.pick([1, 2, 2]) : null));
  const rounds = () => Array.from({ length: history.ticks }, () => steadyRound(random));
  const isChosen = (plan: StreamPlan): boolean => !plan.resumes && random.chance(0.25);
  const streams = history.streams.map((plan) =>
    isChosen(plan) ? { ...plan, hasCursor: false, rounds: rounds(), pauses: pauses() } : plan,
  );
  return { ...history, streams };
};

const steadyRound = (random: SeededRandom): Round => ({
  pages: Array.from({ length: 3 }, (_, page) =>
    [2 * page, 2 * page + 1]
      .filter(() => random.chance(0.95))
      .map((id) => ({ id, value: random.pick(['A', 'B', 'C']), ...(random.chance(0.05) ? { bad: true } : {}) })),
  ),
});

/** Now and then a source refuses one page of a list, but for the last time that it is read. */
const withUnseen = (history: SimulatedHistory, random: SeededRandom): SimulatedHistory => {
  const hidden = (round: Round): Round => (random.chance(0.2) ? { ...round, unseen: random.int(round.pages.length) } : round);
  const streams = history.streams.map((plan) =>
    plan.deletes ? { ...plan, rounds: [...plan.rounds.slice(0, -1).map(hidden), ...plan.rounds.slice(-1)] } : plan,
  );
  return { ...history, streams };
};

/** Some streams list everything in each run; people decide about what is gone from them. */
const withDeletions = (history: SimulatedHistory, random: SeededRandom): SimulatedHistory => {
  const streams = history.streams.map((plan) => ({ ...plan, deletes: !plan.resumes && random.chance(0.5) }));
  const decisions = streams.some(({ deletes }) => deletes) ? random.int(4) : 0;
  const actions = Array.from({ length: decisions }, () => ({
    tick: random.int(history.ticks) + random.pick([0.1, 0.5, 0.9]),
    action: random.pick<Action>(['confirm-deletions', 'confirm-deletions', 'undo-deletions']),
  }));
  return { ...history, streams, actions: [...history.actions, ...actions] };
};

const plainHistory = (seed: number): SimulatedHistory => {
  const random = new SeededRandom(seed);
  const ticks = 2 + random.int(4);
  const isQueueAlone = random.chance(0.2);
  return {
    seed,
    streams: Array.from({ length: 1 + random.int(2) }, (_, i) => ({
      ...randomStream(random, `source-${i + 1}`, ticks),
      isWatched: seed % 3 === i,
    })),
    ticks,
    processors: 1 + random.int(2),
    ingestors: 1 + random.int(2),
    hasSweeper: !isQueueAlone,
    hasWalker: random.chance(0.3),
    isShuffled: true,
    actions: randomActions(random, ticks).filter(({ action }) => action !== 'replay' || !isQueueAlone),
    faults: isQueueAlone ? queueFaults : { ...anyFaults, probability: random.pick([0, 0.01, 0.03, 0.08]) },
    // What the old code cannot read it gives back; once it is a dead letter, the sweeper must send it again.
    isRollout: !isQueueAlone && random.chance(0.15),
  };
};

/** Now and then the manifest is corrected and what was refused is tried again, in the middle of a run or between two. */
const randomActions = (random: SeededRandom, ticks: number): SimulatedHistory['actions'] => {
  const drawn = Array.from({ length: random.int(3) }, () => random.pick(actions));
  const corrected: Action[] = random.chance(0.3) ? ['correct-manifest', 'redrive', 'redrive'] : [];
  return [...drawn, ...corrected].map((action) => ({ tick: random.int(ticks) + random.pick([0, 0, 0.1, 0.5]), action }));
};

/** What the records of a stream have in common; with a single key, every page is about the same record. */
interface Shape {
  hasCursor: boolean;
  keys: number;
}

const randomStream = (random: SeededRandom, source: string, ticks: number): StreamPlan => {
  const shape = { hasCursor: random.chance(0.4), keys: random.pick([1, 4, 4, 4]) };
  const rounds: Round[] = [];
  for (let i = 0; i < ticks; i++) {
    const before = rounds.at(-2);
    // A source often shows what it showed before: A, B, A; or nothing new.
    const again = random.chance(0.3) && before ? before : random.chance(0.2) ? rounds.at(-1) : undefined;
    rounds.push(again ?? randomRound(random, shape));
  }
  return { source, hasCursor: shape.hasCursor, resumes: random.chance(0.3), rounds };
};

const randomRound = (random: SeededRandom, shape: Shape): Round => ({
  pages: Array.from({ length: 1 + random.int(3) }, () => randomPage(random, shape)),
});

const randomPage = (random: SeededRandom, shape: Shape): SourcePage =>
  random.chance(0.03) ? 'broken' : Array.from({ length: random.int(4) }, () => randomItem(random, shape));

const randomItem = (random: SeededRandom, { hasCursor, keys }: Shape): SourceItem => ({
  id: random.int(keys),
  value: random.pick(['A', 'B', 'C']),
  ...(hasCursor && random.chance(0.9) ? { at: random.int(4) } : {}),
  ...(random.chance(0.12) ? { bad: true } : {}),
  ...(random.chance(0.05) ? { hidden: true } : {}),
});
