import type { Failure } from '@twl/contracts';
import { NotFoundError } from '@twl/ports';
import { settleRun } from '../runs/settle-run';
import type { RedrivePorts } from './redrive';

/**
 * Gives a failure up: it stays visible as discarded, and its page no longer counts as one that may still come.
 * @returns the status it then has
 * @throws NotFoundError
 */
export const discard = async (ports: RedrivePorts, id: string): Promise<Failure['status']> => {
  const failure = await ports.failures.get(id);
  if (!failure) throw new NotFoundError('failure', id);
  const isDiscarded = await ports.failures.mark(id, 'discarded');
  await settleRun(ports, failure.runId);
  return isDiscarded ? 'discarded' : ((await ports.failures.get(id))?.status ?? 'discarded');
};
