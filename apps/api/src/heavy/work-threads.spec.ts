import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RecordingLog } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { seedRun } from '../testing/seed';
import { WorkThreads } from './work-threads';

const at = '2026-01-31T11:00:00.000Z';
const raw = '/api/records/shop.orders.1/raw';

/** A look into a page that takes until it is released. */
const held = "wait(); return { error: { code: 'NOT_FOUND', retryable: false, infrastructure: false, message: 'it was there' } };";

describe('work in threads', () => {
  let folder: string;
  let api: ApiUnderTest | undefined;
  let work: WorkThreads;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'twl-work-'))));
  afterEach(async () => {
    await api?.stop();
    await work.close();
    rmSync(folder, { recursive: true });
  });

  /** An API whose threads do what the lines say; `go` holds them where they wait. */
  const start = async (lines: string): Promise<{ api: ApiUnderTest; release: () => void }> => {
    const [script, go] = [join(folder, 'work.cjs'), join(folder, 'go')];
    const wait = `const { existsSync } = require('node:fs'); const { parentPort } = require('node:worker_threads');
      const wait = () => { while (!existsSync(${JSON.stringify(go)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2); };`;
    writeFileSync(script, `${wait}\nexports.runWorkTask = async (asked) => { ${lines} };`);
    work = new WorkThreads({ settings: { env: {} }, log: new RecordingLog(), script });
    api = await ApiUnderTest.start({ work });
    await seedRun(api.engine, { run: 'run-1', at, page: '[{"id":1}]', records: [{ key: '1' }], state: 'succeeded' });
    return { api, release: () => writeFileSync(go, '') };
  };

  it('does not keep others waiting: they are answered before it ends', async () => {
    const { api, release } = await start(held);
    const order: string[] = [];
    const views = Array.from({ length: 10 }, () => api.ask(raw).then(({ status }) => order.push(`raw ${status}`)));
    const others = ['/api/health/live', '/api/records', '/api/runs', '/api/sources'];
    for (const path of others) order.push(`${path} ${(await api.ask(path)).status}`);
    release();
    await Promise.all(views);
    expect(order).toEqual([...others.map((path) => `${path} 200`), ...views.map(() => 'raw 404')]);
  });

  it('is refused where more waits than is done soon, and may be asked again', async () => {
    const { api, release } = await start(held);
    const views = Array.from({ length: 30 }, () => api.ask(raw));
    const refused = await Promise.race(views);
    release();
    expect(problemIn(refused)).toMatchObject({ status: 503, code: 'UNAVAILABLE' });
    expect(refused.headers['retry-after']).toBe('5');
    await Promise.all(views);
  });

  it('says what a thread says: progress of a replay, lines of the log, errors by their code', async () => {
    const { api } = await start(`
      if (asked.kind === 'raw') return { error: { code: 'RAW_CORRUPT', retryable: false, infrastructure: false, message: 'it is damaged' } };
      parentPort.postMessage({ kind: 'progress', id: asked.task.id, done: 3, total: 7 });
      parentPort.postMessage({ kind: 'log', level: 'warn', event: 'thread.said', fields: { source: asked.task.source } });
      await new Promise(() => setInterval(() => undefined, 1000));`);
    expect(problemIn(await api.ask(raw))).toMatchObject({ status: 409, code: 'RAW_CORRUPT', detail: 'it is damaged' });
    const asked = api.ask('/api/sources/shop/replays', { method: 'POST', body: { who: 'me' } });
    let progress: unknown;
    for (let tries = 0; tries < 500 && progress === undefined; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      await api.clock.advance(100);
      if (api.clock.sleeping === 0) progress = (JSON.parse((await asked).text) as { replays: [{ progress: unknown }] }).replays[0].progress;
    }
    expect(progress).toEqual({ done: 3, total: 7 });
  });
});
