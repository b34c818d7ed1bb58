import { randomUUID } from 'node:crypto';
import { ingestStream, drainPageQueue } from '@twl/pipeline';
import { LeaseLostError, type SourceStream, type StoredRun } from '@twl/ports';
import type { Runtime } from '@twl/runtime';

const pollMs = 100;

/** How far a run is, to be shown while it goes on. */
export type Progress = (runs: readonly StoredRun[]) => void;

/**
 * Runs streams now, processes their pages here, and waits until every page has been dealt with.
 * @returns the closed runs, in the order of the streams
 */
export const runStreams = async (
  runtime: Runtime,
  streams: readonly SourceStream[],
  options: { signal: AbortSignal; progress: Progress; waits(stream: SourceStream, ms: number, reason: string): void },
): Promise<StoredRun[]> => {
  const { engine, catalog, clock, log, owner, config } = runtime;
  const ids = streams.map(({ source, name }) => `${source}.${name}.${randomUUID()}`);
  const stopping = new AbortController();
  const ports = { ...engine, catalog, clock, log, owner, fingerprintAlgorithm: config.fingerprintAlgorithm };
  const working = drainPageQueue(ports, stopping.signal);
  const look = async (): Promise<StoredRun[]> =>
    (await Promise.all(ids.map((id) => engine.runs.get(id)))).filter((run) => run !== undefined);
  let isFetching = true;
  const showing = show();
  try {
    await Promise.all(
      streams.map((stream, i) => {
        const waits = (ms: number, reason: string): void => options.waits(stream, ms, reason);
        const request = { id: ids[i]!, trigger: 'manual' as const, stream, signal: options.signal, waits };
        return ingestStream(ports, request).catch(unlessLost);
      }),
    );
    isFetching = false;
    await showing;
    return await look();
  } finally {
    isFetching = false;
    stopping.abort(new Error('the run is over'));
    await working;
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

/** A run that another worker took over goes on there. */
const unlessLost = (error: unknown): void => {
  if (!(error instanceof LeaseLostError)) throw error;
};
