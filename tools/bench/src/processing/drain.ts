import { deletionStep, processMessage } from '@twl/pipeline';
import type { Workspace } from './workspace';

/** Works off the page queue as the product's worker does, until it is empty; told after each page. */
export const drain = async (workspace: Workspace, applied?: () => void): Promise<void> => {
  const { engine, catalog, clock, log } = workspace;
  const ports = { ...engine, catalog, clock, log, fingerprintAlgorithm: 'md5' as const, endSteps: [deletionStep] };
  for (;;) {
    const deliveries = await engine.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs: 600_000 });
    if (deliveries.length === 0) return;
    for (const delivery of deliveries) {
      await processMessage(ports, delivery);
      applied?.();
    }
  }
};

/** How many records the newest run brought, by outcome. */
export const outcomes = async ({ engine, stream }: Workspace): Promise<string> => {
  const { last } = await engine.runs.latest(stream.source, stream.name);
  const { new: fresh, changed, unchanged } = last!.counts;
  return `${last!.state}: ${fresh} new, ${changed} changed, ${unchanged} unchanged`;
};
