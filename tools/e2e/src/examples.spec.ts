import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '@twl/contracts';
import { workspace } from './product/dist';
import { Product } from './product/product';
import { TempFolders } from './product/temp-folder';
import { waitFor } from './product/wait-for';

jest.setTimeout(120_000);

const sourcesDir = join(workspace, 'docs/examples');
const examples = readdirSync(sourcesDir, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const expected = (name: string): number => (name.startsWith('auth-') ? 10 : 42);

/** Starts the product on the examples and waits for the first run of each. */
const firstRuns = async (product: Product): Promise<Map<string, Run>> => {
  await product.start();
  const runs = await waitFor(
    'every example has run',
    async () => {
      const all = await product.api.runs();
      return new Set(all.map(({ source }) => source)).size === examples.length && all.every(({ state }) => state !== 'running') && all;
    },
    90_000,
  );
  return new Map(runs.map((run) => [run.source, run]));
};

describe('the examples', () => {
  const folders = new TempFolders();
  const productWith = (secret: string) =>
    new Product({ dataDir: folders.create(), sourcesDir, env: { SIMULATOR: 'on', TWL_SECRET_LIBRARY: secret } });
  afterAll(() => folders.remove());

  it('bring every record, whatever the paging, and a second run finds nothing new', async () => {
    const product = productWith('demo-secret');
    try {
      const runs = await firstRuns(product);
      for (const name of examples) {
        expect([name, runs.get(name)?.state, runs.get(name)?.reason]).toEqual([name, 'succeeded', undefined]);
        expect([name, (await product.api.records({ source: name })).length]).toEqual([name, expected(name)]);
      }
      for (const name of examples) {
        const { state, counts } = await product.api.run(name);
        expect([name, ['succeeded', 'not_modified'].includes(state), counts.new + counts.changed]).toEqual([name, true, 0]);
      }
    } finally {
      await product.stop();
    }
  });

  it('that sign in are refused with a wrong secret, which is shown nowhere', async () => {
    const secret = 'a-wrong-secret-5150';
    const product = productWith(secret);
    try {
      const runs = await firstRuns(product);
      for (const name of examples.filter((each) => each.startsWith('auth-'))) {
        expect([name, runs.get(name)?.state]).toEqual([name, 'failed']);
        expect(runs.get(name)?.reason).toMatch(/401/);
      }
      expect(JSON.stringify([...runs.values()]) + product.output).not.toContain(secret);
    } finally {
      await product.stop();
    }
  });
});
