import type { Clock, RunDecisions } from '@twl/ports';
import { defineAction } from '../audit/define-action';
import { previewCancel, RunNotCancellableError, type CancelledRun, type CancelPreviewPorts } from '../runs/preview-cancel';

/** Ports for cancelling a run. */
export type CancelPorts = CancelPreviewPorts & { runDecisions: Pick<RunDecisions, 'cancel'>; clock: Clock };

/**
 * Asks the worker of a run to end it: it stops reading within seconds, keeps its pages and the cursor of what they cover, and ends as
 * `cancelled`. Safe to repeat. @throws NotFoundError, RunNotCancellableError
 */
export const cancelRun = defineAction(async (ports: CancelPorts, id: string, { who, why }) => {
  const preview = await previewCancel(ports, id);
  const perform = async (): Promise<CancelledRun> => {
    const run = await ports.runDecisions.cancel(id, { who, why, at: ports.clock.iso() });
    if (!run.cancellation) throw new RunNotCancellableError(run);
    return { ...preview, run };
  };
  return { action: 'cancel', target: id, perform, describe: describeCancelled };
});

const describeCancelled = ({ kind, pages }: CancelledRun): string =>
  kind === 'ended' ? 'nothing to do: it was cancelled before' : `asked its worker to end it; ${pages} pages so far are kept`;
