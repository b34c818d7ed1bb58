import { Agent } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock, memoryEngine, RecordingLog } from '@twl/ports/testing';
import { ApiUnderTest, problemIn } from '../testing/api-under-test';
import { ListedSources } from '../testing/listed-sources';
import { createApiServer } from './create-api-server';
import { ListenError } from './listen';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the API server', () => {
  let api: ApiUnderTest;
  beforeAll(async () => (api = await ApiUnderTest.start()));
  afterAll(() => api.stop());

  it('answers a fault with a problem that tells nothing, and logs it with its stack', async () => {
    api.engine.reader.get = () => Promise.reject(new Error('canary at /secret/path'));
    const answer = await api.ask('/api/records/x');
    expect(problemIn(answer)).toMatchObject({ status: 500, code: 'INTERNAL', instance: '/api/records/x' });
    expect(answer.text).not.toMatch(/canary|secret|\bat /);
    expect(api.log.lines.find(({ event }) => event === 'http.failed')).toMatchObject({
      level: 'error',
      error: { stack: expect.stringContaining('at ') },
    });
    expect(api.log.of('http.answered').at(-1)).toMatchObject({ route: '/api/records/:id', status: 500 });
  });

  it.each([
    ['GET', '/api'],
    ['GET', '/api/none'],
    ['GET', '/api/records/a/b'],
    ['POST', '/'],
    ['GET', '/main-ABCDEFGH.js'],
    ['GET', '/.env'],
    ['GET', '/%ZZ'],
  ])('answers %s %s, which is nothing, with a 404', async (method, path) => {
    expect(problemIn(await api.ask(path, { method }))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it.each([
    ['PUT', '/api/records', 'GET, HEAD'],
    ['DELETE', '/api/sources/shop', 'GET, HEAD'],
    ['GET', '/api/failures/x/redrive', 'POST'],
  ])('answers %s %s with a 405 that names the methods', async (method, path, allow) => {
    const answer = await api.ask(path, { method });
    expect(problemIn(answer)).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.allow).toBe(allow);
  });

  it.each(['/api/records/%ZZ', '/api/records/%E0%A4%A'])('answers %s, which cannot be decoded, with a problem', async (path) => {
    const { status, detail } = problemIn(await api.ask(path, { headers: { accept: 'application/json' } }));
    expect([status, detail]).toEqual([400, 'the path cannot be decoded: each % must start an encoded UTF-8 character']);
  });

  it.each(['/api/records', '/api/sources', '/api/runs', '/api/failures', '/api/analytics', '/api/health/live', '/api/openapi.json'])(
    'gives %s an ETag, asks for revalidation, and answers HEAD',
    async (path) => {
      const { headers, status } = await api.ask(path, { method: 'HEAD' });
      expect([status, headers['cache-control']]).toEqual([200, 'no-cache']);
      expect((await api.ask(path, { headers: { 'if-none-match': headers.etag! } })).status).toBe(304);
    },
  );

  it('serves Swagger UI with nothing from elsewhere', async () => {
    const page = await api.ask('/api/docs');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/(src|href)="https?:/);
    // Whatever script the page needs must come from a file: the policy lets none stand in the page.
    expect(page.text.match(/<script(?![^>]*\ssrc=)[^>]*>\s*\S/g)).toBeNull();
    for (const asset of [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!)) {
      expect([asset, (await api.ask(new URL(asset, 'http://x/api/docs').pathname)).status]).toEqual([asset, 200]);
    }
  });

  it('tells how to build the dashboard when it is not there', async () => {
    const page = await api.ask('/records/shop.orders.1', { headers: html });
    expect(page).toMatchObject({ status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(page.text).toContain('npm run build');
  });

  it('says which port is taken', async () => {
    const clock = new ManualClock();
    const bindings = { engine: memoryEngine({ clock }), clock, log: new RecordingLog(), catalog: new ListedSources([]) };
    const other = await createApiServer({
      bindings,
      access: { anonymousRole: 'admin', isReadOnly: false },
      cursorKey: Buffer.alloc(32),
      fingerprintAlgorithm: 'md5',
    });
    const port = Number(new URL(await api.app.getUrl()).port);
    const failed: unknown = await other.listen({ port, host: '127.0.0.1' }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ListenError);
    expect(String(failed)).toContain(`PORT: ${port} is in use`);
    await other.close();
  });
});

describe('closing the API server', () => {
  it('finishes what is under way, and does not wait for idle connections', async () => {
    const api = await ApiUnderTest.start();
    const agent = new Agent({ keepAlive: true });
    await api.ask('/api/health/live', { agent });
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    api.engine.reader.get = () => (asked.resolve(undefined), promise);
    const slow = api.ask('/api/records/x');
    await asked.promise;
    const closed = api.stop();
    resolve(undefined);
    expect((await slow).status).toBe(404);
    await closed;
    agent.destroy();
  });
});

describe('the dashboard', () => {
  let api: ApiUnderTest;
  let dashboardDir: string;
  beforeAll(async () => {
    dashboardDir = mkdtempSync(join(tmpdir(), 'twl-dashboard-'));
    writeFileSync(join(dashboardDir, 'index.html'), '<title>dashboard</title>');
    writeFileSync(join(dashboardDir, 'main-ABCD1234.js'), 'run()');
    mkdirSync(join(dashboardDir, 'media'));
    writeFileSync(join(dashboardDir, 'media', 'icon.svg'), '<svg/>');
    api = await ApiUnderTest.start({ dashboardDir });
  });
  afterAll(async () => {
    await api.stop();
    rmSync(dashboardDir, { recursive: true });
  });

  it.each(['/', '/records?source=shop', '/records/shop.orders.1%2F2.json', '/runs', '/failures'])('is the page at %s', async (path) => {
    const page = await api.ask(path, { headers: html });
    expect(page).toMatchObject({ status: 200, text: '<title>dashboard</title>' });
    expect(page.headers['cache-control']).toBe('no-cache');
    expect((await api.ask(path, { headers: { ...html, 'if-none-match': page.headers.etag! } })).status).toBe(304);
  });

  it.each(['/metrics', '/healthz', '/media', '/wp-login.php', '/favicon.ico', '/api', '/api/none', '/records.json'])(
    'does not stand in for %s, which is nothing',
    async (path) => {
      for (const accept of [html.accept, '*/*', 'application/json']) {
        const answer = await api.ask(path, { headers: { accept } });
        expect(answer.status).toBe(404);
        expect(answer.text).not.toContain('<title>dashboard');
      }
    },
  );

  it('may keep files with a hash in their name for good, and no others', async () => {
    expect((await api.ask('/main-ABCD1234.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await api.ask('/media/icon.svg')).headers['cache-control']).toBe('no-cache');
  });

  it.each(['/..%2f..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/hosts.txt', '/main-NONE1234.js', '/..\\..\\x.txt'])(
    'hides %s',
    async (path) => {
      const answer = await api.ask(path, { headers: { accept: 'image/png' } });
      expect(problemIn(answer)).toMatchObject({
        status: expect.any(Number),
        code: expect.stringMatching(/NOT_FOUND|FORBIDDEN|BAD_REQUEST/),
      });
    },
  );
});
