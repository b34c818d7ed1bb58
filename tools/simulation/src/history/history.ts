import type { FaultKind } from '../world/faults';
import type { StreamPlan } from '../source/content';

/** Something a person does while the pipeline runs. */
export type Action = 'correct-manifest' | 'redeliver' | 'redrive' | 'replay' | 'confirm-deletions' | 'undo-deletions';

/** One history as data: what the sources show, who works, what goes wrong. Playing it twice gives the same result. */
export interface SimulatedHistory {
  seed: number;
  streams: StreamPlan[];
  /** Scheduled runs of each stream. */
  ticks: number;
  processors: number;
  /** Two ingesting processes with the same schedule make the same runs. */
  ingestors: number;
  hasSweeper: boolean;
  /** Whether a reader walks the record list meanwhile. */
  hasWalker: boolean;
  /** Whether new code, with messages of its own, works beside the code of today. */
  isRollout: boolean;
  /** Who goes on is drawn by the seed; else the longest waiting does. */
  isShuffled: boolean;
  /** When, in scheduled runs: 1.5 is between the second and the third. */
  actions: { tick: number; action: Action }[];
  faults: Faults;
}

/** What goes wrong: drawn by the seed, or exactly these. */
type Faults =
  { kind: 'random'; probability: number; kinds: FaultKind[]; roles: string[] } | { kind: 'listed'; calls: Record<string, FaultKind> };
