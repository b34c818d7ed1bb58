import { drainPageQueue, Launcher, type PlannedRun } from '@twl/pipeline';
import type { StoredRun } from '@twl/ports';
import type { Runtime } from '@twl/runtime';

const pollMs = 100;

/** How far a run is, to be shown while it goes on. */
export type RunProgress = (runs: readonly StoredRun[]) => void;

/**
 * Makes runs now, processes their pages here, and waits until every page has been dealt with.
 * @returns the closed runs, in the order given
 */
export const makeRuns = async (
  runtime: Runtime,
  planned: readonly PlannedRun[],
  options: { signal: AbortSignal; progress: RunProgress; waits(run: PlannedRun, ms: number, reason: string): void },
): Promise<StoredRun[]> => {
  const { engine, catalog, clock, log, owner, config } = runtime;
  const stopping = new AbortController();
  const ports = { ...engine, catalog, clock, log, owner, fingerprintAlgorithm: config.fingerprintAlgorithm };
  const launcher = new Launcher(ports, { signal: options.signal });
  const draining = drainPageQueue(ports, stopping.signal);
  const look = async (): Promise<StoredRun[]> =>
    (await Promise.all(planned.map(({ id }) => engine.runs.get(id)))).filter((run) => run !== undefined);
  let isFetching = true;
  const showing = show();
  try {
    await Promise.all(planned.map((run) => launcher.launch(run, { waits: (ms, reason) => options.waits(run, ms, reason) })));
    isFetching = false;
    await showing;
    return await look();
  } finally {
    isFetching = false;
    stopping.abort(new Error('the run is over'));
    await draining;
  }

  async function show(): Promise<void> {
    for (;;) {
      const runs = await look();
      options.progress(runs);
      if (!isFetching && runs.every(({ phase }) => phase === 'closed')) return;
      await clock.sleep(pollMs);
    }
  }
};
