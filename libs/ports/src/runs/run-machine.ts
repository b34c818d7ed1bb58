import type { RunDeletions, RunState } from '@twl/contracts';

/** The phases of a run: `fetching` under a lease, then `applying` until every page is settled, then `closed`. */
export const runPhases = ['fetching', 'applying', 'closed'] as const;
export type RunPhase = (typeof runPhases)[number];

/** The part of a run that events move. */
export interface RunStatus {
  phase: RunPhase;
  state: RunState;
}

/** Deletions that a decision rests on; null for none, undefined where the decision does not depend on them. */
type KnownDeletions = RunDeletions | null | undefined;

/** What can happen to a run. */
export type RunEvent =
  /** A run is requested. `isStreamBusy`: another run of the stream is not closed. */
  | { kind: 'begin'; isStreamBusy: boolean }
  /** Another worker continues fetching, because the lease has expired. */
  | { kind: 'takeOver' }
  /** A person asks to cancel it: its worker ends the fetch when it notices. */
  | { kind: 'cancel' }
  | { kind: 'endFetch' }
  /** The pipeline adds a page that it made itself. */
  | { kind: 'enterDerived' }
  /** Stores a decision about deletions. */
  | { kind: 'decide'; from: KnownDeletions }
  | { kind: 'close'; state: RunState; from: KnownDeletions }
  /** Corrects the result of a closed run. */
  | { kind: 'amend'; state: RunState; from: KnownDeletions }
  /** Continues a closed run, to carry out a decision about its deletions. */
  | { kind: 'reopen'; from: RunDeletions['state']; isStreamBusy: boolean };

/** `exists`: the run has begun before. `phase`: the event belongs to another phase. `deletions`: they were decided again. `busy`: see `isStreamBusy`. */
type RunRefusal = 'exists' | 'phase' | 'deletions' | 'busy';

/** The result of an event: the next status, or why nothing changes. */
export type RunMove = { next: RunStatus; refused?: undefined } | { next?: undefined; refused: RunRefusal };

/** By event, the phase that it needs (undefined: there is no run yet), and the phase that it leads to. */
export const runPaths = {
  begin: { from: undefined, to: 'fetching' },
  takeOver: { from: 'fetching', to: 'fetching' },
  cancel: { from: 'fetching', to: 'fetching' },
  endFetch: { from: 'fetching', to: 'applying' },
  enterDerived: { from: 'applying', to: 'applying' },
  decide: { from: 'applying', to: 'applying' },
  close: { from: 'applying', to: 'closed' },
  amend: { from: 'closed', to: 'closed' },
  reopen: { from: 'closed', to: 'applying' },
} as const satisfies Record<RunEvent['kind'], { from: RunPhase | undefined; to: RunPhase }>;

/** The status of a run that begins: one that finds its stream busy is skipped. */
export const beginStatus = (isStreamBusy: boolean): RunStatus =>
  isStreamBusy ? { phase: 'closed', state: 'skipped_overlap' } : { phase: runPaths.begin.to, state: 'running' };

/** Tells the next status of a run after an event. Every storage engine asks here; a change it makes must be atomic with what it read. */
export const moveRun = (run: (RunStatus & { deletions?: RunDeletions }) | undefined, event: RunEvent): RunMove => {
  const { from, to } = runPaths[event.kind];
  if (run?.phase !== from) return { refused: event.kind === 'begin' ? 'exists' : 'phase' };
  if (event.kind === 'begin') return { next: beginStatus(event.isStreamBusy) };
  if (!hasSameDeletions(run?.deletions, event)) return { refused: 'deletions' };
  if (event.kind === 'reopen' && event.isStreamBusy) return { refused: 'busy' };
  return { next: { phase: to, state: event.kind === 'close' || event.kind === 'amend' ? event.state : 'running' } };
};

/** Whether a run is closed: a stream begins and reopens runs only while all of its runs are. */
export const isRunClosed = ({ phase }: Pick<RunStatus, 'phase'>): boolean => phase === 'closed';

const hasSameDeletions = (now: RunDeletions | undefined, event: RunEvent): boolean => {
  if (event.kind === 'reopen') return now?.state === event.from;
  if (!('from' in event) || event.from === undefined) return true;
  return now?.state === event.from?.state && now?.at === event.from?.at;
};
