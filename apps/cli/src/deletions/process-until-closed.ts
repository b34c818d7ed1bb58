import { NotFoundError, type StoredRun } from '@twl/ports';
import { settleRun, drainPageQueue } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import { actionPorts } from '../audit/action-ports';

const pollMs = 100;

/** Processes the page queue in this process, concurrently with other workers, until a run is closed. */
export const processUntilClosed = async (runtime: Runtime, id: string): Promise<StoredRun> => {
  const ports = actionPorts(runtime);
  const stopping = new AbortController();
  const draining = drainPageQueue(ports, stopping.signal);
  try {
    for (;;) {
      const run = await settleRun(ports, id);
      if (!run) throw new NotFoundError('run', id);
      if (run.phase === 'closed') return run;
      await runtime.clock.sleep(pollMs);
    }
  } finally {
    stopping.abort(new Error('the run is closed'));
    await draining;
  }
};
