import { NotFoundError, type StoredRun } from '@twl/ports';
import { settleRun, drainPageQueue } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import { actionPorts } from '../audit/action-ports';

const pollMs = 100;

/** Works off the queue here, beside whoever else does, until a run is closed. */
export const workUntilClosed = async (runtime: Runtime, id: string): Promise<StoredRun> => {
  const ports = actionPorts(runtime);
  const stopping = new AbortController();
  const working = drainPageQueue(ports, stopping.signal);
  try {
    for (;;) {
      const run = await settleRun(ports, id);
      if (!run) throw new NotFoundError('run', id);
      if (run.phase === 'closed') return run;
      await runtime.clock.sleep(pollMs);
    }
  } finally {
    stopping.abort(new Error('the run is closed'));
    await working;
  }
};
