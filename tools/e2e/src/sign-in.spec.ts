import { startSimulator, type Simulator } from '@twl/simulator';
import type { Browser, Page } from 'playwright-core';
import { startChromium } from './browser/chromium';
import { WatchedPage } from './browser/watched-page';
import { freePort } from './product/free-port';
import { Product } from './product/product';
import { copySource } from './product/source-folder';
import { TempFolders } from './product/temp-folder';
import { twl } from './product/twl';
import { OpenIdProvider } from './sign-in/openid-provider';

jest.setTimeout(240_000);

const look = { scheme: 'light', width: 1280, height: 900 } as const;

describe('signing in', () => {
  const folders = new TempFolders();
  const [dataDir, sourcesDir] = [folders.create(), folders.create()];
  let [simulator, product, provider, browser]: [Simulator?, Product?, OpenIdProvider?, Browser?] = [];
  let watched: WatchedPage;
  let page: Page;

  const keysOf = (args: string[]) => twl(['keys', ...args], { DATA_DIR: dataDir, SOURCES_DIR: sourcesDir, SIMULATOR: 'off' });
  const makeKey = async (...args: string[]): Promise<string> => (await keysOf(['create', 'me', ...args])).stdout.trim();

  beforeAll(async () => {
    browser = await startChromium();
    simulator = await startSimulator({ changeEveryMs: 0 });
    copySource(sourcesDir, 'jsonplaceholder', { address: simulator.url });
    provider = await OpenIdProvider.plan();
    const env = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: 'dashboard', OIDC_SCOPES: 'openid email' };
    product = await new Product({ dataDir, sourcesDir, env }).start();
    await provider.start(product.url);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await provider?.stop();
    await simulator?.close();
    await folders.remove();
  });
  beforeEach(async () => {
    watched = await WatchedPage.open(browser!, product!.url, look);
    ({ page } = watched);
  });
  afterEach(() => watched.close());

  /** Everything that scripts of the page can read. */
  const readable = () =>
    page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href, history.length])');

  it('at the provider leads back to the page that wanted it, with the name and role of the user', async () => {
    await page.goto('/runs?source=jsonplaceholder');
    await page.getByRole('button', { name: 'Sign in with your account' }).click();
    await page.locator('input[name=login]').fill('operator');
    await page.locator('input[name=password]').fill('any');
    await page.locator('button[type=submit]').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/runs?source=jsonplaceholder');
    await page.getByText('operator@example.com (operator)').waitFor();
    // The provider is on the same host, and cookies know no ports.
    const cookies = (await page.context().cookies(product!.url)).filter(({ name }) => name.startsWith('twl'));
    expect(cookies).toMatchObject([{ name: 'twl-session', httpOnly: true, sameSite: 'Strict', path: '/' }]);
    expect(await readable()).not.toMatch(/twl_s|eyJ|code=/);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => url.href.startsWith(provider!.issuer));
    await page.context().addCookies([{ ...cookies[0]!, sameSite: 'Strict' }]);
    await page.goto('/runs');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('with a key leads back to the page, keeps the key nowhere, and ends with the key', async () => {
    const key = await makeKey('--role', 'operator');
    expect(key).toMatch(/^twl_k/);
    await page.goto('/failures');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await watched.barriers()).toEqual([]);
    await page.getByLabel('API key').fill(`${key.slice(0, -1)}!`);
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page.getByRole('alert').getByText('it is not one of this installation').waitFor();
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await page.getByRole('heading', { name: 'Failures', exact: true }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/failures');
    expect(await readable()).not.toContain('twl_');

    expect((await keysOf(['revoke', key.split('_')[1]!])).code).toBe(0);
    await page.goto('/records');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('in Swagger UI is done with a key', async () => {
    const key = await makeKey();
    await page.goto('/api/docs');
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.locator('.modal-ux input').fill(key);
    await page.locator('.modal-ux .auth-btn-wrapper button.authorize').click();
    await page.locator('.modal-ux .close-modal').click();
    const operation = page.locator('#operations-sources-listSources');
    await operation.locator('.opblock-summary-control').first().click();
    await operation.getByRole('button', { name: 'Execute' }).click();
    await operation.locator('.live-responses-table .response-col_status').getByText('200').waitFor();
  });
});

describe('a product that others can reach', () => {
  const folders = new TempFolders();
  afterAll(() => folders.remove());

  it('does not start as long as nobody can sign in, and says what to do', async () => {
    const env = { DATA_DIR: folders.create(), HOST: '0.0.0.0', PORT: String(await freePort()), SIMULATOR: 'off' };
    const { code, stderr } = await twl(['up'], env);
    expect(code).toBe(2);
    expect(stderr).toMatch(/HOST: 0\.0\.0\.0 can be reached by others.*twl keys create NAME --role admin/);
  });
});
