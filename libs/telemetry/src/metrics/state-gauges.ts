import { statfs } from 'node:fs/promises';
import type { Clock, Engine, Metrics, MetricName, SourceCatalog } from '@twl/ports';

/** What the state of the pipeline is read from. */
export interface GaugePorts {
  engine: Pick<Engine, 'pageQueue' | 'requestQueue' | 'runs' | 'failures'>;
  catalog: SourceCatalog;
  clock: Pick<Clock, 'now'>;
  metrics: Metrics;
  /** The data folder, on whose disk room is measured; none on AWS. */
  dataDir?: string | undefined;
}

/** The gauges of {@link measureState}. */
export const stateGauges: readonly MetricName[] = [
  ...(['twl.source.age', 'twl.failures.open', 'twl.storage.free', 'twl.queue.messages', 'twl.queue.oldest.age'] as const),
];

/** Measures the state of the pipeline: the age of each stream, open failures, queues and disk. What cannot be read is left out. */
export const measureState = async (ports: GaugePorts): Promise<void> => {
  const parts = [measureAges(ports), measureFailures(ports), measureQueues(ports), measureDisk(ports)];
  await Promise.allSettled(parts);
};

const measureAges = async ({ engine, catalog, clock, metrics }: GaugePorts): Promise<void> => {
  for (const { name: source, settings, streams } of await catalog.list()) {
    if (!settings.enabled) continue;
    for (const { name: stream } of streams) {
      const { lastGood } = await engine.runs.latest(source, stream);
      if (lastGood) metrics.measure('twl.source.age', Math.max(0, clock.now() - Date.parse(lastGood.startedAt)) / 1000, { source, stream });
    }
  }
};

const measureFailures = async ({ engine, metrics }: GaugePorts): Promise<void> =>
  metrics.measure('twl.failures.open', await engine.failures.countOpen());

const measureQueues = async ({ engine, metrics }: GaugePorts): Promise<void> => {
  for (const [name, queue] of [['pages', engine.pageQueue] as const, ['requests', engine.requestQueue] as const]) {
    const { ready, inFlight, dead } = await queue.depth();
    for (const [state, count] of Object.entries({ ready, in_flight: inFlight, dead }))
      metrics.measure('twl.queue.messages', count, { 'messaging.destination.name': name, state });
    const waitingMs = await queue.waitingMs();
    if (waitingMs !== undefined) metrics.measure('twl.queue.oldest.age', waitingMs / 1000, { 'messaging.destination.name': name });
  }
};

const measureDisk = async ({ metrics, dataDir }: GaugePorts): Promise<void> => {
  if (dataDir === undefined) return;
  const { bavail, bsize } = await statfs(dataDir);
  metrics.measure('twl.storage.free', bavail * bsize);
};
