import type { RunDeletions } from '@twl/contracts';
import { NotFoundError, TwlError, type StoredRun } from '@twl/ports';
import { audited, type AuditPorts, type Actor } from '../audit/audited';
import { newDeliveryOf } from '../pages/page-message';
import type { DeletionPorts } from './delete-gone';
import { supersededBy } from './superseded';

/** What a person wants with the deletions of a run cannot be done as things stand. */
export class DeletionsConflictError extends TwlError {
  readonly code = 'DELETIONS_CONFLICT';
  readonly retryable = false;
}

/** What deciding needs. */
export type DecidePorts = DeletionPorts & AuditPorts;

/**
 * Has deleted what a run found gone and asked about. The decision is kept with the run, which is taken up again; the workers carry it out by the
 * same steps as without asking, whatever dies meanwhile. Written down.
 * @returns the run as it then stands: running
 * @throws NotFoundError, DeletionsConflictError
 */
export const confirmDeletions = async (ports: DecidePorts, id: string, by: Actor): Promise<StoredRun> => {
  const run = await findRun(ports, id);
  return audited(ports, { ...by, action: 'confirm-deletions', target: id }, { act: () => confirm(ports, run), tell: tellConfirmed });
};

/**
 * Has brought back what a run deleted, as far as it is still deleted: with what it last was, as a new version. Written down.
 * @returns the run as it then stands: running
 * @throws NotFoundError, DeletionsConflictError
 */
export const undoDeletions = async (ports: DecidePorts, id: string, by: Actor): Promise<StoredRun> => {
  const run = await findRun(ports, id);
  return audited(ports, { ...by, action: 'undo-deletions', target: id }, { act: () => undo(ports, run), tell: tellUndone });
};

const findRun = async ({ runs }: DecidePorts, id: string): Promise<StoredRun> => {
  const run = await runs.get(id);
  if (!run) throw new NotFoundError('run', id);
  return run;
};

const confirm = async (ports: DecidePorts, run: StoredRun): Promise<StoredRun> => {
  if (run.deletions?.state !== 'pending') throw new DeletionsConflictError(`run ${run.id} has no deletions to confirm: ${standing(run)}`);
  const newer = await supersededBy(ports.runs, run);
  if (newer) throw new DeletionsConflictError(`run ${newer.id} has read the stream since: what it says of deletions counts`);
  return decide(ports, run, { from: 'pending', deletions: { ...run.deletions, state: 'confirmed' } });
};

const undo = async (ports: DecidePorts, run: StoredRun): Promise<StoredRun> => {
  if (run.deletions?.state !== 'deleted' || run.deletions.gone === 0)
    throw new DeletionsConflictError(`run ${run.id} has no deletions to undo: ${standing(run)}`);
  return decide(ports, run, { from: 'deleted', deletions: { ...run.deletions, state: 'undoing' } });
};

const decide = async (
  ports: DecidePorts,
  run: StoredRun,
  { from, deletions }: { from: RunDeletions['state']; deletions: RunDeletions },
): Promise<StoredRun> => {
  const decision = { from, deletions: { ...deletions, at: ports.clock.iso() } };
  if (!(await ports.runs.reopen(run.id, decision)))
    throw new DeletionsConflictError(`a run of ${run.source}.${run.stream} is not settled yet: try again in a moment`);
  // Any page of the run brings a worker to it.
  const pages = await ports.ledger.ofRun(run.id);
  await ports.pageQueue.send(pages.slice(0, 1).map((page) => newDeliveryOf(page, ports.clock)));
  return findRun(ports, run.id);
};

const standing = ({ deletions, counts }: StoredRun): string => {
  if (!deletions && counts.deleted) return 'its source itself lists the records as deleted, and they come back when it no longer does';
  if (!deletions) return 'it deleted nothing, and asks about nothing';
  const { state, gone } = deletions;
  if (state === 'deleted') return `${gone} records were deleted already`;
  if (state === 'undone') return 'they were undone';
  if (state === 'pending') return 'they are not confirmed';
  if (state === 'waiting') return 'it waits for pages that are set aside';
  return 'that is under way';
};

const tellConfirmed = ({ deletions }: StoredRun): string => `decided: ${deletions?.gone} of ${deletions?.of} records are to be deleted`;
const tellUndone = ({ deletions }: StoredRun): string => `decided: ${deletions?.gone} records are to be brought back`;
