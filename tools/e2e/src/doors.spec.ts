import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditEntry } from '@twl/contracts';
import type { Browser } from 'playwright-core';
import { startChromium } from './browser/chromium';
import { workspace } from './product/dist';
import { freePort } from './product/free-port';
import { writePostsSource } from './product/posts-source';
import { Product } from './product/product';
import { TempFolders } from './product/temp-folder';

jest.setTimeout(120_000);

interface Tried {
  route: string;
  way: string;
  /** What the page saw: a status, or `hidden` where the browser kept the answer from it. */
  status: number | 'hidden';
}

/** Every route of the document that changes something, with names that would be found. */
const changingRoutes = (names: Record<string, string>): string[] => {
  const { paths } = JSON.parse(readFileSync(join(workspace, 'docs/openapi.json'), 'utf8')) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations)
      .filter((method) => method !== 'get')
      .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => names[name] ?? 'x')}`),
  );
};

/** Runs in the page: sends every route in every way that a page has. */
const tryAll = async ({ base, routes }: { base: string; routes: string[] }): Promise<Tried[]> => {
  const ways: Record<string, RequestInit> = {
    'no body': {},
    'no body, no cors': { mode: 'no-cors' },
    JSON: { headers: { 'content-type': 'application/json' }, body: '{"who":"eve","why":"because"}' },
    'JSON as text': { mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body: '{"who":"eve","why":"because"}' },
  };
  const tried: Tried[] = [];
  for (const route of routes) {
    const [method, path] = route.split(' ') as [string, string];
    for (const [way, init] of Object.entries(ways)) {
      const status = await fetch(base + path, { method, credentials: 'include', ...init })
        .then((answer): Tried['status'] => (answer.type === 'opaque' ? 'hidden' : answer.status))
        .catch((): Tried['status'] => 'hidden');
      tried.push({ route, way, status });
    }
  }
  return tried;
};

describe('the doors of the API, tried from pages in a browser', () => {
  const folders = new TempFolders();
  let product: Product;
  let browser: Browser;
  let routes: string[];

  beforeAll(async () => {
    browser = await startChromium('MAP evil.example 127.0.0.1, MAP rebound.example 127.0.0.1');
    const sourcesDir = folders.create();
    writePostsSource(sourcesDir, 'posts', { address: `http://127.0.0.1:${String(await freePort())}` });
    product = await new Product({ dataDir: folders.create(), sourcesDir }).start();
    await product.api.settled();
    routes = changingRoutes({ name: 'posts', stream: 'posts', id: 'x' });
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await folders.remove();
  });

  /** A page of that address, with no content of its own, tries every door. */
  const triedFrom = async (address: string, base: string): Promise<Tried[]> => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body: '<title>page</title>' }));
    await page.goto(address);
    const tried = await page.evaluate(tryAll, { base, routes });
    await context.close();
    return tried;
  };

  const changes = async (): Promise<unknown> => ({
    audit: await product.api.all<AuditEntry>('/audit'),
    runs: (await product.api.runs()).map(({ id }) => id),
  });

  it.each([
    ['another site', () => 'http://evil.example:8080/', () => product.url],
    ['another port of this machine', () => 'http://127.0.0.1:8080/', () => product.url],
    ['another name of this machine', () => `http://localhost:${String(product.port)}/none`, () => product.url],
    ['a name that was bound to this machine meanwhile', () => `http://rebound.example:${String(product.port)}/none`, () => ''],
  ])('lets a page of %s change nothing', async (_, address, base) => {
    const before = await changes();
    const tried = await triedFrom(address(), base());
    expect(tried).toHaveLength(routes.length * 4);
    expect(tried.filter(({ status }) => status !== 'hidden' && status !== 403)).toEqual([]);
    expect(await changes()).toEqual(before);
  });

  it('opens every one of them to its own pages', async () => {
    const tried = await triedFrom(`${product.url}/none`, '');
    expect(tried.filter(({ way, status }) => way === 'JSON' && (status === 403 || status === 'hidden'))).toEqual([]);
    expect(((await changes()) as { runs: string[] }).runs.length).toBeGreaterThan(0);
  });
});
