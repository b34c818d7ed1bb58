import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { startSimulator, type Simulator } from '@twl/simulator';
import { within } from './product/machine';
import { Product } from './product/product';
import { copySource } from './product/source-folder';
import { TempFolders } from './product/temp-folder';

jest.setTimeout(180_000);

/** How long the database is held from outside, ms. */
const heldMs = 20_000;

it('a database that is held from outside keeps nobody waiting in the one thread, and everything goes on afterwards', async () => {
  const folders = new TempFolders();
  const [dataDir, sourcesDir] = [folders.create(), folders.create()];
  let simulator: Simulator | undefined;
  let product: Product | undefined;
  try {
    simulator = await startSimulator({ changeEveryMs: 0 });
    copySource(sourcesDir, 'jsonplaceholder', { address: simulator.url });
    product = await new Product({ dataDir, sourcesDir }).start();
    const { api } = product;
    await api.settled('jsonplaceholder');

    const outside = new DatabaseSync(join(dataDir, 'twl.db'));
    outside.exec('BEGIN EXCLUSIVE');
    const until = performance.now() + heldMs;
    const asked = api.ask('/sources/jsonplaceholder/runs', { method: 'POST' });
    const live: number[] = [];
    while (performance.now() < until) {
      const before = performance.now();
      expect((await api.ask('/health/live')).status).toBe(200);
      live.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await api.records({ source: 'jsonplaceholder' })).length).toBe(100);
    expect(await asked).toMatchObject({ status: 503, headers: { 'retry-after': expect.any(String) } });
    outside.exec('ROLLBACK');
    outside.close();

    live.sort((a, b) => a - b);
    expect(live[Math.floor(live.length * 0.95)]).toBeLessThan(within(100));
    expect(await api.run('jsonplaceholder')).toMatchObject({ state: 'not_modified' });
  } finally {
    await product?.stop();
    await simulator?.close();
    await folders.remove();
  }
});
