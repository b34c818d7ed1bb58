import { drainPageQueue, Launcher, progressOf, type PlannedRun } from '@twl/pipeline';
import type { StoredRun } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { actionPorts } from '../audit/action-ports';
import type { ShownProgress } from './progress-text';

const pollMs = 100;

/** How often the figures of a run are read for the progress, in polls. */
const figuresEvery = 5;

/** Receives how far the runs are that go on. */
export type RunProgress = (runs: readonly ShownProgress[]) => void;

/**
 * Makes the planned runs, processes their pages in this process, and waits until all runs are closed.
 * @returns the closed runs, in the order given
 */
export const runPlanned = async (
  runtime: Runtime,
  planned: readonly PlannedRun[],
  options: { signal: AbortSignal; progress?: RunProgress | undefined; waits(run: PlannedRun, ms: number, reason: string): void },
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
    for (let polls = 0; ; polls++) {
      const runs = await loadRuns();
      if (!isFetching && runs.every(({ phase }) => phase === 'closed')) return options.progress?.([]);
      if (options.progress && polls % figuresEvery === 0) options.progress(await Promise.all(runs.map(readProgress)));
      await clock.sleep(pollMs);
    }
  }

  async function readProgress(run: StoredRun): Promise<ShownProgress> {
    await runtime.flush();
    const [events, pages] = await Promise.all([engine.history.read(run.id), engine.ledger.ofRun(run.id)]);
    const now = clock.now();
    const progress = progressOf({ run, events, pages, now });
    return { stream: run.stream, progress, elapsedMs: run.phase === 'closed' ? progress.elapsedMs : now - Date.parse(run.startedAt) };
  }
};
