import { NotFoundError } from '@twl/ports';
import { audited, type AuditPorts, type Actor } from '../audit/audited';
import { redrive, type Redriven, type RedrivePorts } from './redrive';

/** {@link redrive}, written down: who, when, why, and what came of it. @throws as it does */
export const redriveAudited = async (ports: RedrivePorts & AuditPorts, id: string, by: Actor): Promise<Redriven> => {
  if (!(await ports.failures.get(id))) throw new NotFoundError('failure', id);
  return audited(ports, { ...by, action: 'redrive', target: id }, { act: () => redrive(ports, id), tell });
};

const tell = (redriven: Redriven): string => {
  if (redriven.kind === 'applied') return `applied as ${redriven.outcome}`;
  if (redriven.kind === 'queued') return 'its page is on the queue again';
  if (redriven.kind === 'refused') return `refused again: ${redriven.detail}`;
  return `nothing to do: it is ${redriven.status} already`;
};
