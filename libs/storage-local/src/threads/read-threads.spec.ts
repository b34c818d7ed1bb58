import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '@twl/ports';
import {
  analyticsContract,
  auditLogContract,
  failureStoreContract,
  makeAuditEntry,
  makeBegin,
  makeCommit,
  makePage,
  makeWrite,
  ManualClock,
  recordReaderContract,
  recordWalkContract,
  runStoreContract,
  someTime,
  type OpenEngine,
} from '@twl/ports/testing';
import { openLocalEngine } from '../open-local-engine';
import { testFolder } from '../testing/test-folder';
import { buildScript } from '../testing/worker-process';
import { maxWaiting } from './read-threads';

/** Makes every read run in a thread. */
const inline = { records: 0, versions: 0 };

let built: Awaited<ReturnType<typeof testFolder>> & { script: string };
beforeAll(async () => {
  const folder = await testFolder();
  built = { ...folder, script: await buildScript('threads/read-thread.ts', folder.path) };
});
afterAll(() => built.remove());

const withThreads: OpenEngine = async () => {
  const folder = await testFolder();
  const clock = new ManualClock();
  const engine = await openLocalEngine({ dataDir: folder.path, clock, threads: { script: built.script, inline } });
  return {
    engine,
    advance: (ms) => clock.advance(ms),
    close: async () => {
      await engine.close();
      await folder.remove();
    },
  };
};

// The ports with threads; the rest of the engine does not change.
for (const contract of [
  recordReaderContract,
  recordWalkContract,
  analyticsContract,
  runStoreContract,
  failureStoreContract,
  auditLogContract,
])
  contract('local engine with threads that read', withThreads);

describe('threads that read', () => {
  let folder: Awaited<ReturnType<typeof testFolder>>;
  let engine: Engine;
  beforeEach(async () => (folder = await testFolder()));
  afterEach(async () => {
    await engine.close();
    await folder.remove();
  });

  const open = async (script = built.script) =>
    (engine = await openLocalEngine({ dataDir: folder.path, clock: new ManualClock(), threads: { script, inline } }));
  const search = () => engine.reader.list({ sort: '-updatedAt', limit: 10, q: 'x' });

  /** A script whose reads do not end until they are released. */
  const heldScript = () => {
    const script = join(folder.path, 'held.cjs');
    const go = join(folder.path, 'go');
    const wait = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)';
    const value = '{ items: [], next: null, scanned: 0 }';
    writeFileSync(
      script,
      `exports.runReadTask = () => { while (!require('node:fs').existsSync(${JSON.stringify(go)})) ${wait}; return { value: ${value} }; };`,
    );
    return { script, release: () => writeFileSync(go, '') };
  };

  it('keep this thread free: a read without a search is answered before a search that began earlier ends', async () => {
    const { script, release } = heldScript();
    await open(script);
    const order: string[] = [];
    const searches = Array.from({ length: 10 }, () => search().then(() => order.push('search')));
    await engine.runs.list({ limit: 10 });
    await engine.audit.append(makeAuditEntry());
    expect(await engine.reader.get('shop.orders.1')).toBeUndefined();
    order.push('answered');
    release();
    await Promise.all(searches);
    expect(order).toEqual(['answered', ...searches.map(() => 'search')]);
  });

  it('see grouped writes of this process that are not on the disk yet', async () => {
    await open();
    const begun = await engine.runs.begin(makeBegin());
    if (begun.kind !== 'started') throw new Error(begun.kind);
    const page = makePage(begun.lease);
    await engine.ledger.enter(begun.lease, page);
    // Starting a thread takes longer than a commit is shared.
    await engine.reader.analytics({}, someTime);
    await engine.records.commit(makeCommit(page, [makeWrite({ key: '1' })]));
    expect((await engine.reader.analytics({}, someTime)).totals.records).toBe(1);
  });

  it('pass errors on with their type', async () => {
    await open();
    const list = (after: string) => engine.reader.list({ sort: '-updatedAt', limit: 10, after });
    await expect(list('nonsense')).rejects.toMatchObject({ code: 'BAD_CURSOR' });
    await expect(engine.runs.list({ limit: 10, state: 'failed', after: 'nonsense' })).rejects.toMatchObject({ code: 'BAD_CURSOR' });
  });

  it('refuse reads that cannot be answered soon', async () => {
    const { script, release } = heldScript();
    await open(script);
    const asked = Array.from({ length: maxWaiting + 10 }, () =>
      search().then(
        () => 'answered',
        (error: { code: string }) => error.code,
      ),
    );
    release();
    const became = await Promise.all(asked);
    expect(became.filter((what) => what === 'answered').length).toBeGreaterThanOrEqual(maxWaiting);
    expect(new Set(became)).toEqual(new Set(['answered', 'UNAVAILABLE']));
  });

  it('are replaced when they die, and the interrupted read fails', async () => {
    const script = join(folder.path, 'dying.cjs');
    const died = join(folder.path, 'died');
    const fs = "require('node:fs')";
    writeFileSync(
      script,
      `exports.runReadTask = () => {
        if (!${fs}.existsSync(${JSON.stringify(died)})) { ${fs}.writeFileSync(${JSON.stringify(died)}, ''); process.exit(1); }
        return { value: { items: [], next: null, scanned: 7 } };
      };`,
    );
    await open(script);
    await expect(search()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('ended before it was done') });
    expect(await search()).toMatchObject({ scanned: 7 });
  });

  it('end with the engine, in the middle of a read', async () => {
    await open(heldScript().script);
    const reading = search();
    reading.catch(() => undefined);
    await engine.close();
    await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
