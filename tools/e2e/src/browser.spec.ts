import { startSimulator, type Simulator } from '@twl/simulator';
import type { Browser } from 'playwright-core';
import { startChromium } from './browser/chromium';
import { WatchedPage, type Look } from './browser/watched-page';
import { Product } from './product/product';
import { copySource } from './product/source-folder';
import { TempFolders } from './product/temp-folder';

jest.setTimeout(240_000);

const looks: [string, Look][] = [
  ['light and wide', { scheme: 'light', width: 1280, height: 900 }],
  ['dark and wide', { scheme: 'dark', width: 1280, height: 900 }],
  ['light on a telephone', { scheme: 'light', width: 360, height: 740 }],
  ['dark on a telephone', { scheme: 'dark', width: 360, height: 740 }],
];

describe('the dashboard in a browser', () => {
  const folders = new TempFolders();
  const sourcesDir = folders.create();
  let simulator: Simulator;
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    simulator = await startSimulator({ changeEveryMs: 0 });
    copySource(sourcesDir, 'jsonplaceholder', { address: simulator.url });
    copySource(sourcesDir, 'randomuser', { address: simulator.url });
    product = await new Product({ dataDir: folders.create(), sourcesDir }).start();
    await Promise.all(['jsonplaceholder', 'randomuser'].map((source) => product.api.settled(source)));
    simulator.posts.edit(17, { title: 'seventeen, edited' });
    await product.api.run('jsonplaceholder');
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await simulator?.close();
    await folders.remove();
  });

  const seen = async (watched: WatchedPage, name: string): Promise<void> => {
    await watched.picture(name);
    expect(await watched.barriers()).toEqual([]);
    expect(await watched.overflow()).toBeLessThanOrEqual(0);
  };

  describe.each(looks)('%s', (_, look) => {
    let watched: WatchedPage;

    beforeEach(async () => {
      watched = await WatchedPage.open(browser, product.url, look);
    });
    afterEach(() => watched.close());

    it('leads from a bar of the overview by filters to a record', async () => {
      const { page, troubles } = watched;
      await page.goto('/');
      await page.getByRole('heading', { name: 'Records by source' }).waitFor();
      await page.locator('twl-bar-chart path.bar').first().waitFor();
      await page.locator('twl-line-chart path.line').first().waitFor();
      for (const name of ['jsonplaceholder', 'randomuser']) await page.getByRole('link', { name, exact: true }).waitFor();
      await seen(watched, 'overview');

      await page.locator('twl-bar-chart path.bar').first().click();
      await page.getByRole('heading', { name: 'Records', exact: true }).waitFor();
      expect(new URL(page.url()).searchParams.get('source')).toMatch(/^(jsonplaceholder|randomuser)$/);

      await page.goto('/records?source=jsonplaceholder');
      await page.getByLabel('Search titles').fill('SEVENTEEN');
      const link = page.getByRole('link', { name: 'seventeen, edited' });
      await link.waitFor();
      await page.waitForURL((url) => url.searchParams.get('q') === 'SEVENTEEN');
      await page.locator('tbody tr').nth(1).waitFor({ state: 'detached' });
      await seen(watched, 'records');

      await link.click();
      await page.getByRole('heading', { name: 'seventeen, edited' }).waitFor();
      await page.getByText('Version 2').waitFor();
      await page.getByText('Version 1', { exact: true }).waitFor();
      await page.getByRole('heading', { name: 'Where it came from' }).waitFor();
      await page.getByLabel('The item as it was fetched').waitFor();
      await seen(watched, 'record');
      expect(troubles).toEqual([]);
    });

    it('shows runs, failures, nothing found and what is not there', async () => {
      const { page, troubles } = watched;
      await page.goto('/runs');
      await page.locator('tbody tr').filter({ hasText: 'jsonplaceholder' }).first().waitFor();
      await seen(watched, 'runs');
      await page.goto('/failures');
      await page.getByRole('heading', { level: 1 }).waitFor();
      await seen(watched, 'failures');
      await page.goto('/records?q=no-title-says-this');
      await page.getByText('No record matches').waitFor();
      await seen(watched, 'nothing-found');
      expect(troubles).toEqual([]);
      await page.goto('/records/no.such.record');
      await page.getByText('There is no such record').waitFor();
      await page.goto('/nowhere');
      await page.getByRole('heading', { name: /not/i }).waitFor();
      await seen(watched, 'not-found');
    });
  });

  it('runs a source by hand and shows the result without a reload', async () => {
    const watched = await WatchedPage.open(browser, product.url, { scheme: 'light', width: 1280, height: 900 });
    const { page, troubles } = watched;
    await page.goto('/');
    const card = page.locator('#source-jsonplaceholder');
    await card.getByText(/\d/).first().waitFor();
    simulator.posts.add({ title: 'added while somebody looks' });
    await card.getByRole('button', { name: 'Run now' }).click();
    await card.getByText('101', { exact: false }).first().waitFor();
    expect(troubles).toEqual([]);
    await watched.close();
  });

  it('says so when the API is away, and comes back by itself', async () => {
    const watched = await WatchedPage.open(browser, product.url, { scheme: 'light', width: 1280, height: 900 });
    const { page } = watched;
    await page.goto('/records');
    await page.locator('tbody tr').first().waitFor();
    await page.route('**/api/**', (route) => route.abort());
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('The API cannot be reached').first().waitFor();
    await watched.picture('out-of-reach');
    await page.unroute('**/api/**');
    await page.locator('tbody tr').first().waitFor({ timeout: 30_000 });
    await page.getByText('The API cannot be reached').first().waitFor({ state: 'detached' });
    await watched.close();
  });
});
