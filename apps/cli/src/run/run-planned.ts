import { drainPageQueue, Launcher, type PlannedRun } from '@twl/pipeline';
import type { StoredRun } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { actionPorts } from '../audit/action-ports';

const pollMs = 100;

/** Receives the current state of the runs. */
export type RunProgress = (runs: readonly StoredRun[]) => void;

/**
 * Makes the planned runs, processes their pages in this process, and waits until all runs are closed.
 * @returns the closed runs, in the order given
 */
export const runPlanned = async (
  runtime: Runtime,
  planned: readonly PlannedRun[],
  options: { signal: AbortSignal; progress: RunProgress; waits(run: PlannedRun, ms: number, reason: string): void },
): Promise<StoredRun[]> => {
  const { engine, clock, owner } = runtime;
  const stopping = new AbortController();
  const ports = { ...actionPorts(runtime), owner };
  const launcher = new Launcher(ports, { signal: options.signal });
  const draining = drainPageQueue(ports, stopping.signal);
  const loadRuns = async (): Promise<StoredRun[]> =>
    (await Promise.all(planned.map(({ id }) => engine.runs.get(id)))).filter((run) => run !== undefined);
  let isFetching = true;
  const reporting = reportProgress();
  try {
    await Promise.all(planned.map((run) => launcher.launch(run, { waits: (ms, reason) => options.waits(run, ms, reason) })));
    isFetching = false;
    await reporting;
    return await loadRuns();
  } finally {
    isFetching = false;
    stopping.abort(new Error('the run has ended'));
    await draining;
  }

  async function reportProgress(): Promise<void> {
    for (;;) {
      const runs = await loadRuns();
      options.progress(runs);
      if (!isFetching && runs.every(({ phase }) => phase === 'closed')) return;
      await clock.sleep(pollMs);
    }
  }
};
