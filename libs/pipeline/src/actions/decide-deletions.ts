import type { RunDeletions } from '@twl/contracts';
import { NotFoundError, TwlError, type Clock, type StoredRun } from '@twl/ports';
import { defineAction } from '../audit/define-action';
import type { DeletionPorts } from '../deletions/delete-missing';
import { findSupersedingRun } from '../deletions/find-superseding-run';
import { newDeliveryOf } from '../pages/page-message';

/** The state of the run does not allow this decision. */
export class DeletionsConflictError extends TwlError {
  readonly code = 'DELETIONS_CONFLICT';
  readonly retryable = false;
}

/** Ports for deciding about deletions. */
export type DecidePorts = DeletionPorts & { clock: Clock };

/**
 * Confirms the deletions that a run found and asks about. The run stores the decision and is reopened; the workers carry it out by the same
 * steps as deletions that need no confirmation.
 * @returns the run, running again @throws NotFoundError, DeletionsConflictError
 */
export const confirmDeletions = defineAction(async (ports: DecidePorts, id: string) => {
  const run = await findRun(ports, id);
  return { action: 'confirm-deletions', target: id, perform: () => confirm(ports, run), describe: describeConfirmed };
});

/**
 * Restores the records that a run deleted and that are still deleted: each gets a new version with its last content.
 * @returns the run, running again @throws NotFoundError, DeletionsConflictError
 */
export const undoDeletions = defineAction(async (ports: DecidePorts, id: string) => {
  const run = await findRun(ports, id);
  return { action: 'undo-deletions', target: id, perform: () => undo(ports, run), describe: describeUndone };
});

const findRun = async ({ runs }: DecidePorts, id: string): Promise<StoredRun> => {
  const run = await runs.get(id);
  if (!run) throw new NotFoundError('run', id);
  return run;
};

const confirm = async (ports: DecidePorts, run: StoredRun): Promise<StoredRun> => {
  if (run.deletions?.state !== 'pending') throw new DeletionsConflictError(`run ${run.id} has no deletions to confirm: ${obstacleOf(run)}`);
  const newer = await findSupersedingRun(ports.runs, run);
  if (newer) throw new DeletionsConflictError(`run ${newer.id} has read the stream since: what it says of deletions counts`);
  return storeDecision(ports, run, { from: 'pending', deletions: { ...run.deletions, state: 'confirmed' } });
};

const undo = async (ports: DecidePorts, run: StoredRun): Promise<StoredRun> => {
  if (run.deletions?.state !== 'deleted' || run.deletions.missing === 0)
    throw new DeletionsConflictError(`run ${run.id} has no deletions to undo: ${obstacleOf(run)}`);
  return storeDecision(ports, run, { from: 'deleted', deletions: { ...run.deletions, state: 'undoing' } });
};

const storeDecision = async (
  ports: DecidePorts,
  run: StoredRun,
  { from, deletions }: { from: RunDeletions['state']; deletions: RunDeletions },
): Promise<StoredRun> => {
  const decision = { from, deletions: { ...deletions, at: ports.clock.iso() } };
  if (!(await ports.runDecisions.reopen(run.id, decision)))
    throw new DeletionsConflictError(`a run of ${run.source}.${run.stream} is not settled yet: try again in a moment`);
  // The message of any page makes a worker settle the run.
  const pages = await ports.ledger.ofRun(run.id);
  await ports.pageQueue.send(pages.slice(0, 1).map((page) => newDeliveryOf(page, ports.clock)));
  return findRun(ports, run.id);
};

const obstacleOf = ({ deletions, counts }: StoredRun): string => {
  if (!deletions && counts.deleted) return 'its source itself lists the records as deleted, and they come back when it no longer does';
  if (!deletions) return 'it deleted nothing, and asks about nothing';
  const { state, missing } = deletions;
  if (state === 'deleted') return `${missing} records were deleted already`;
  if (state === 'undone') return 'they were undone';
  if (state === 'pending') return 'they are not confirmed';
  if (state === 'waiting') return 'it waits for parked pages';
  return 'that is in progress';
};

const describeConfirmed = ({ deletions }: StoredRun): string =>
  `decided: ${deletions?.missing} of ${deletions?.of} records are to be deleted`;
const describeUndone = ({ deletions }: StoredRun): string => `decided: ${deletions?.missing} records are to be restored`;
