import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { type Engine, readPayload } from '@twl/ports';
import { openLocalEngine } from './open-local-engine';
import { processOwner } from './process/process-owner';
import { SystemClock } from './testing/system-clock';
import { testFolder } from './testing/test-folder';
import { buildWorker, startWorker } from './testing/worker-process';

const perPage = 200;

describe('the embedded engine, faults 6, 7, 8, 18 and 40', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let script: string;
  let dataDir: string;

  beforeAll(async () => {
    folder = await testFolder();
    script = await buildWorker(folder.path);
  });
  beforeEach(() => {
    dataDir = join(folder.path, String(Math.random()));
  });
  afterAll(() => folder.remove());

  const reopened = async (check: (engine: Engine) => Promise<void>) => {
    const engine = await openLocalEngine({ dataDir, clock: new SystemClock() });
    await check(engine);
    await engine.close();
  };

  /** A page and its records and counters are applied together or not at all. */
  const expectBalance = async (engine: Engine) => {
    const { totals, bySource } = await engine.reader.analytics({}, '2027-01-01T00:00:00.000Z');
    let applied = 0;
    for (const { id } of await engine.runs.unsettled()) {
      for (const page of await engine.ledger.ofRun(id)) {
        expect([page.status, page.next, page.counts.new]).toEqual(page.status === 'open' ? ['open', 0, 0] : ['applied', perPage, perPage]);
        applied += page.status === 'applied' ? 1 : 0;
      }
    }
    let exported = 0;
    for await (const { data } of engine.reader.export({})) exported += 'i' in data ? 1 : 0;
    expect([exported, totals.records, bySource[0]?.new ?? 0]).toEqual([applied * perPage, applied * perPage, applied * perPage]);
    expect((await engine.reader.tally()).reduce((sum, { records }) => sum + records, 0)).toBe(exported);
  };

  /** A message is deleted only when its page is applied. */
  const expectQueued = async (engine: Engine, lines: string[]) => {
    const run = lines[0]!.split(' ')[1]!;
    const waiting = (await received(engine)).map(({ pageIndex }) => pageIndex);
    for (const { pageIndex, status } of await engine.ledger.ofRun(run)) {
      const isSent = lines.includes(`sent ${pageIndex}`);
      if (isSent && status === 'open') expect(waiting).toContain(pageIndex);
    }
  };

  /** Acknowledged pages are there; others are there whole or not at all. */
  const expectKept = async (engine: Engine, lines: string[]) => {
    const run = lines[0]!.split(' ')[1]!;
    for (const line of lines) {
      const [step, what] = line.split(' ') as [string, string];
      const ref = { source: 'shop', stream: run, runId: run, runSeq: 1, pageIndex: Number(what) };
      const applied = { status: 'applied', next: perPage };
      if (step === 'applied') expect(await engine.ledger.get(ref)).toMatchObject(applied);
      // A crash can undo only the newest writes.
      if (step === 'applied') expect(await engine.ledger.get({ ...ref, pageIndex: ref.pageIndex - 1 })).toMatchObject(applied);
      if (step === 'sent') expect(await engine.ledger.get(ref)).toBeDefined();
      if (step === 'stored') expect(await engine.raw.get(what)).toBeDefined();
    }
    for await (const { key, meta } of engine.raw.list({ source: 'shop' })) {
      const body = await readPayload((await engine.raw.get(key))!.body);
      expect([body.length, createHash('sha256').update(body).digest('hex')]).toEqual([meta.bytes, meta.sha256]);
    }
  };

  it.each([1, 2, 3, 4, 5, 6])('keeps everything that it acknowledged when its process is killed, time %i', async (time) => {
    const worker = startWorker(script, dataDir, 1000);
    await worker.printed(3 * time + (time % 3));
    await worker.kill();
    expect(worker.lines.length).toBeGreaterThan(0);
    await reopened(async (engine) => {
      await expectBalance(engine);
      await expectKept(engine, worker.lines);
      await expectQueued(engine, worker.lines);
    });
    const db = new DatabaseSync(join(dataDir, 'twl.db'));
    expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    db.close();
  });

  it('releases the lease and the messages of a killed process at once', async () => {
    const worker = startWorker(script, dataDir, 1000);
    await worker.printed(8);
    await worker.kill();
    const run = worker.lines[0]!.split(' ')[1]!;
    await reopened(async (engine) => {
      const at = new Date().toISOString();
      const lease = await engine.leases.takeOver(run, { owner: processOwner(), at, leaseMs: 60_000 });
      expect(lease).toMatchObject({ runId: run, fence: 2 });
      expect(await engine.leases.takeOver(run, { owner: 'another', at, leaseMs: 60_000 })).toBeUndefined();
      expect((await engine.pageQueue.depth()).inFlight).toBe(0);
    });
  });

  it('accepts several processes at once, from the first moment on', async () => {
    const workers = Array.from({ length: 4 }, () => startWorker(script, dataDir, 8));
    expect(await Promise.all(workers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
    await reopened(async (engine) => {
      await expectBalance(engine);
      for (const { lines } of workers) await expectKept(engine, lines);
      expect((await engine.reader.tally()).map(({ records }) => records)).toEqual([1600, 1600, 1600, 1600]);
      // Each process receives once for each message it sends. A receive that is too early returns nothing and leaves its message ready.
      const { ready, ...others } = await engine.pageQueue.depth();
      expect(others).toEqual({ inFlight: 0, dead: 0 });
      expect(await received(engine)).toHaveLength(ready);
    });
  });
});

/** Receives every ready message of the queue and returns their ids. */
const received = async ({ pageQueue }: Engine): Promise<{ pageIndex: number }[]> => {
  for (const found: { pageIndex: number }[] = []; ;) {
    const [delivery] = await pageQueue.receive({ max: 1, waitMs: 0, visibilityMs: 60_000 });
    if (!delivery) return found;
    found.push(delivery.body as { pageIndex: number });
    await pageQueue.ack(delivery.receipt);
  }
};
