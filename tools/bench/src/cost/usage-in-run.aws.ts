import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deletionStep, ingestStream, processMessage, type IngestPorts, type ProcessPorts } from '@twl/pipeline';
import { createResources, noUsage, openAwsEngine, addUsage, type AwsEngine } from '@twl/storage-aws';
import { emulatedAccess, ownNames } from '@twl/storage-aws/testing';
import { openWorkspace, type Workspace } from '../processing/workspace';
import { loadedStream } from './loaded-stream';

describe('a run on AWS', () => {
  const names = ownNames();
  const folder = mkdtempSync(join(tmpdir(), 'twl-usage-'));
  let workspace: Workspace;
  let engine: AwsEngine;

  beforeAll(async () => {
    const access = emulatedAccess();
    await createResources({ access, ...names });
    workspace = await openWorkspace(folder, (clock) => openAwsEngine({ access, clock, ...names }));
    engine = workspace.engine as AwsEngine;
  });

  afterAll(async () => {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Makes a run as the apps do, each piece of its work measured; gives what was asked for in all of them. */
  const run = async (id: string, revision: number) => {
    const { catalog, clock, log } = workspace;
    const { meter } = engine.clients;
    const ports: IngestPorts & ProcessPorts = {
      ...engine,
      catalog,
      clock,
      log,
      owner: 'test',
      fingerprintAlgorithm: 'md5',
      endSteps: [deletionStep],
    };
    const load = { records: 600, pageSize: 200, revision, changedPercent: 20 };
    const stream = loadedStream(workspace.stream, load, () => clock.iso());
    const asked = noUsage();
    const measured = (work: () => Promise<unknown>): Promise<void> =>
      meter.measure(async () => {
        await work();
        addUsage(asked, meter.current!);
      }, id);
    await measured(() => ingestStream(ports, { id, trigger: 'manual', stream, signal: new AbortController().signal }));
    for (;;) {
      const deliveries = await engine.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs: 600_000 });
      if (deliveries.length === 0) break;
      for (const delivery of deliveries) await measured(() => processMessage(ports, delivery));
    }
    return { asked, stored: (await engine.runs.get(id))! };
  };

  it('says what it asked AWS for: everything but the write that closes it, and the last message taken off the queue', async () => {
    for (const [id, revision] of [
      ['first', 0],
      ['second', 1],
    ] as const) {
      const { asked, stored } = await run(id, revision);
      expect(stored).toMatchObject({ state: 'succeeded', pages: 3 });
      const { requests, readUnits, writeUnits, bytesIn, bytesOut } = stored.usage!;
      const missing = Object.entries(asked.requests).filter(([kind, count]) => requests[kind] !== count);
      expect(missing.map(([kind, count]) => [kind, count - (requests[kind] ?? 0)])).toEqual([
        ['DynamoDB.TransactWriteItems', 1],
        ['SQS.DeleteMessage', 1],
      ]);
      expect(requests).toMatchObject({ 'S3.PutObject': 3, 'S3.GetObject': 3, 'SQS.SendMessageBatch': 1 });
      expect(readUnits).toBe(asked.readUnits);
      expect(asked.writeUnits - writeUnits).toBeGreaterThan(0);
      expect(asked.writeUnits - writeUnits).toBeLessThanOrEqual(8);
      expect(bytesIn).toBeGreaterThan(0.9 * asked.bytesIn);
      expect(bytesOut).toBeGreaterThan(0.9 * asked.bytesOut);
    }
  });
});
