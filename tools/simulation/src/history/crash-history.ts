import type { SourceItem, StreamPlan } from '../source/content';
import type { FaultKind } from '../world/faults';
import type { SimulatedHistory } from './history';

const item = (id: number, value: string, at?: number): SourceItem => ({ id, value, ...(at === undefined ? {} : { at }) });

const plans: StreamPlan[] = [
  {
    source: 'source-1',
    hasCursor: false,
    resumes: false,
    isWatched: true,
    rounds: [
      {
        pages: [
          [item(1, 'A'), item(2, 'A')],
          [item(3, 'A'), item(1, 'A')],
          [item(4, 'A'), { ...item(5, 'A'), bad: true }],
        ],
      },
      {
        pages: [
          [item(1, 'B'), item(2, 'A')],
          [item(3, 'C'), item(1, 'A')],
          [item(6, 'A'), { ...item(5, 'A'), bad: true }],
        ],
      },
    ],
  },
  {
    source: 'source-2',
    hasCursor: true,
    resumes: true,
    rounds: [
      { pages: [[item(1, 'A', 1), item(2, 'A', 2)], [item(1, 'B', 2)], [item(3, 'A', 1), item(3, 'B', 0)]] },
      { pages: [[item(1, 'A', 3), item(2, 'A', 2)], [{ ...item(4, 'A', 1), hidden: true }], [item(3, 'C', 1)]] },
    ],
  },
];

/** Two sources, three pages each, two runs, one fault at most: the history in which every single crash point is tried. */
export const crashHistory = (calls: Record<string, FaultKind> = {}): SimulatedHistory => ({
  seed: 1,
  streams: plans,
  ticks: 2,
  processors: 1,
  ingestors: 1,
  hasSweeper: true,
  hasWalker: false,
  isRollout: false,
  isShuffled: false,
  actions: [],
  faults: { kind: 'listed', calls },
});
