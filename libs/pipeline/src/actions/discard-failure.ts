import type { Failure } from '@twl/contracts';
import { NotFoundError } from '@twl/ports';
import type { Actor } from '../audit/audit-entry';
import { defineAction } from '../audit/define-action';
import type { RedrivePorts } from '../failures/reapply-failure';
import { settleRun } from '../runs/settle-run';

/** The result of a discard; `closed` if the failure was not open any more. */
export type Discarded = { kind: 'discarded' | 'closed'; status: Failure['status'] };

/**
 * Discards a failure: it stays visible as discarded, and its page no longer counts as one that may still come. @throws NotFoundError
 */
export const discardFailure = defineAction(async (ports: RedrivePorts, id: string, _actor: Actor & { why: string }) => {
  const failure = await ports.failures.get(id);
  if (!failure) throw new NotFoundError('failure', id);
  return { action: 'discard', target: id, perform: () => discardOpen(ports, failure), describe: describeDiscard };
});

const discardOpen = async (ports: RedrivePorts, { id, runId, status: before }: Failure): Promise<Discarded> => {
  const isDiscarded = await ports.failures.mark(id, 'discarded');
  await settleRun(ports, runId);
  const status = isDiscarded ? 'discarded' : ((await ports.failures.get(id))?.status ?? 'discarded');
  return { kind: before === 'open' && status === 'discarded' ? 'discarded' : 'closed', status };
};

const describeDiscard = ({ kind, status }: Discarded): string => (kind === 'discarded' ? kind : `nothing to do: it is ${status} already`);
