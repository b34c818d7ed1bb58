import type { Failure } from '@twl/contracts';
import { NotFoundError } from '@twl/ports';
import { audited, type AuditPorts, type Actor } from '../audit/audited';
import { discard } from './discard';
import type { RedrivePorts } from './redrive';

/** What became of a failure that was to be given up: `closed` when somebody dealt with it before. */
export type Discarded = { kind: 'discarded' | 'closed'; status: Failure['status'] };

/** {@link discard}, written down: who, when, why, and what came of it. @throws as it does */
export const discardAudited = async (ports: RedrivePorts & AuditPorts, id: string, by: Actor & { why: string }): Promise<Discarded> => {
  const failure = await ports.failures.get(id);
  if (!failure) throw new NotFoundError('failure', id);
  const act = async (): Promise<Discarded> => {
    const status = await discard(ports, id);
    return { kind: failure.status === 'open' && status === 'discarded' ? 'discarded' : 'closed', status };
  };
  const tell = ({ kind, status }: Discarded): string => (kind === 'discarded' ? kind : `nothing to do: it is ${status} already`);
  return audited(ports, { ...by, action: 'discard', target: id }, { act, tell });
};
