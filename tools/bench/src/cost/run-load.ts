import { deletionStep, drainBatch, ingestStream } from '@twl/pipeline';
import type { Delivery, Engine } from '@twl/ports';
import { SqsWorkQueue } from '@twl/storage-aws';
import type { Workspace } from '../processing/workspace';
import { loadedStream, type FetchedLoad } from './loaded-stream';

export type { FetchedLoad };

/** Which run, and when its pages say that they were fetched; now by default. */
export interface LoadRun {
  id: string;
  now?: () => string;
}

/** Fetches a load and works off its pages as the worker does: batches of ten, settled and deleted together. */
export const runLoad = async (workspace: Workspace, load: FetchedLoad, { id, now }: LoadRun): Promise<void> => {
  const { engine, catalog, clock, log } = workspace;
  const ports = { ...engine, catalog, clock, log, owner: 'bench', fingerprintAlgorithm: 'md5' as const, endSteps: [deletionStep] };
  const stream = loadedStream(workspace.stream, load, now ?? (() => clock.iso()));
  const run = await ingestStream(ports, { id, trigger: 'manual', stream, signal: new AbortController().signal });
  if (run.state === 'not_modified') return;
  for (;;) {
    const deliveries = await engine.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs: 600_000 });
    if (deliveries.length === 0) break;
    const { done } = await drainBatch(ports, deliveries);
    await deleteAll(engine, done);
  }
  const { state } = (await engine.runs.get(id))!;
  if (state !== 'succeeded') throw new Error(`the run ended as ${state}`);
};

const deleteAll = async ({ pageQueue }: Engine, deliveries: readonly Delivery[]): Promise<void> => {
  const receipts = deliveries.map(({ receipt }) => receipt);
  if (pageQueue instanceof SqsWorkQueue) await pageQueue.ackAll(receipts);
  else for (const receipt of receipts) await pageQueue.ack(receipt);
};
