import { NotFoundError } from '@twl/ports';
import { defineAction } from '../audit/define-action';
import { reapplyFailure, type RedrivePorts, type Redriven } from '../failures/reapply-failure';

/**
 * Applies a failed record or page again, with the manifest and settings in force now.
 * @throws NotFoundError, NothingToRedriveError, and the errors of reading raw pages
 */
export const redriveFailure = defineAction(async (ports: RedrivePorts, id: string) => {
  if (!(await ports.failures.get(id))) throw new NotFoundError('failure', id);
  return { action: 'redrive', target: id, perform: () => reapplyFailure(ports, id), describe: describeRedrive };
});

const describeRedrive = (redriven: Redriven): string => {
  if (redriven.kind === 'applied') return `applied as ${redriven.outcome}`;
  if (redriven.kind === 'queued') return 'its page is on the queue again';
  if (redriven.kind === 'refused') return `refused again: ${redriven.detail}`;
  return `nothing to do: it is ${redriven.status} already`;
};
