import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startSimulator, type Simulator } from '@twl/simulator';
import { Product } from './product/product';
import { copySource } from './product/source-folder';
import { TempFolders } from './product/temp-folder';

jest.setTimeout(180_000);

/** For each record as many steps as a template may take, each with some work: seconds, and no turn for others between. */
const endless = "{% for a in 'x' * 440 %}{% for b in 'x' * 440 %}{{ ('y' * 20000) | upper | length }}{% endfor %}{% endfor %}";

it('a replay of a strange manifest keeps nobody waiting: others are answered before it ends, and the product stops at once', async () => {
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
    const installed = readFileSync(join(sourcesDir, 'jsonplaceholder/manifest.yaml'), 'utf8');
    const selector = '    type: RecordSelector\n';
    const manifest = installed.replace(selector, `${selector}    record_filter: { type: RecordFilter, condition: "${endless}" }\n`);
    expect(manifest).not.toBe(installed);

    const begun = await fetch(`${api.base}/sources/jsonplaceholder/replays`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ manifest, who: 'e2e' }),
    });
    expect(begun.status).toBe(202);
    const { id } = ((await begun.json()) as { replays: { id: string }[] }).replays[0]!;
    for (const path of ['/health/live', '/records', '/runs', '/sources', '/records/jsonplaceholder.posts.1/raw'])
      expect([path, (await api.ask(path)).status]).toEqual([path, 200]);
    expect(JSON.parse((await api.ask(`/replays/${id}`)).text)).toMatchObject({ state: 'running' });
  } finally {
    await product?.stop();
    await simulator?.close();
    await folders.remove();
  }
});
