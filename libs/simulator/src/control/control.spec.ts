import { sendRequest, parseBody } from '../send-request';
import { startSimulator, type Simulator } from '../start-simulator';

const endpoint = '/jsonplaceholder/posts';

describe('the control endpoints', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await startSimulator({ changeEveryMs: 0 });
  });
  afterEach(() => simulator.close());

  const control = (method: string, path: string, body?: unknown) => sendRequest(simulator.url + path, { method, body });

  it('activate and deactivate faults over HTTP', async () => {
    const set = await control('POST', '/_faults', { endpoint, kind: 'status', status: 503, count: 2 });
    expect([set.status, parseBody(set)]).toEqual([
      201,
      { endpoint, fault: { kind: 'status', status: 503, count: 2 }, skip: 0, remaining: 2 },
    ]);
    expect((await sendRequest(simulator.url + endpoint)).status).toBe(503);
    expect(parseBody(await control('GET', '/_faults'))).toMatchObject({
      faults: [{ endpoint, remaining: 1 }],
      kinds: { status: ['status', 'retryAfter'] },
    });
    expect(parseBody(await control('DELETE', '/_faults'))).toEqual({ faults: [] });
    expect((await sendRequest(simulator.url + endpoint)).status).toBe(200);
  });

  it('deactivate the fault of one endpoint', async () => {
    simulator.faults.set(endpoint, { kind: 'html' });
    simulator.faults.set('/randomuser/api', { kind: 'html' });
    await control('DELETE', `/_faults?endpoint=${endpoint}`);
    expect(simulator.faults.list().map((fault) => fault.endpoint)).toEqual(['/randomuser/api']);
  });

  it.each([
    ['no JSON', 'kind=html', 'not JSON'],
    ['no object', [], 'JSON object'],
    ['no endpoint', { kind: 'html' }, 'endpoint must be a path'],
    ['an unknown endpoint', { endpoint: '/other', kind: 'html' }, 'endpoint must be, or be below, one of /jsonplaceholder/posts'],
    ['an unknown kind', { endpoint, kind: 'earthquake' }, 'kind must be one of rate_limit, status'],
    ['an inherited name as kind', { endpoint, kind: 'constructor' }, 'kind must be one of'],
    ['an unknown parameter', { endpoint, kind: 'slow', seconds: 1 }, 'seconds is not a parameter of slow: it takes delayMs, count'],
    [
      'wrong values, all reported',
      { endpoint, kind: 'slow', delayMs: -1, count: 0 },
      'delayMs must be a whole number from 0 to 3600000; count must be',
    ],
    ['a body that is too large', { endpoint, kind: 'html', where: { a: 'x'.repeat(70_000) } }, 'over 65536 bytes'],
  ])('reject %s with an explanation', async (_, body, message) => {
    const got = await control('POST', '/_faults', body);
    expect(got.status).toBe(400);
    expect(parseBody<{ error: string }>(got).error).toContain(message);
    expect(simulator.faults.list()).toEqual([]);
  });

  it('change, add and remove posts', async () => {
    expect(parseBody(await control('PATCH', '/_posts/3', { title: 'edited' }))).toMatchObject({ id: 3, title: 'edited' });
    expect(parseBody(await control('POST', '/_posts', { title: 'mine' }))).toMatchObject({ id: 101, title: 'mine' });
    expect((await control('DELETE', '/_posts/1')).status).toBe(200);
    const all = parseBody<{ id: number; title: string }[]>(await sendRequest(simulator.url + endpoint));
    expect([all.length, all[0]!.id, all[1]!.title, all.at(-1)!.title]).toEqual([100, 2, 'edited', 'mine']);
    expect((await control('PATCH', '/_posts/1', { title: 'x' })).status).toBe(404);
    expect(parseBody<{ error: string }>(await control('PATCH', '/_posts/2', { id: 5 })).error).toContain('id is not a field to set');
    expect((await control('PUT', '/_posts/2', {})).status).toBe(405);
  });

  it('list the endpoints and the requests', async () => {
    expect(parseBody(await sendRequest(`${simulator.url}/`))).toHaveProperty('endpoints');
    await sendRequest(`${simulator.url}${endpoint}/7?a=b`);
    expect(parseBody(await sendRequest(`${simulator.url}/_requests`))).toEqual({
      requests: [{ method: 'GET', url: `${endpoint}/7?a=b`, status: 200 }],
    });
    expect((await sendRequest(`${simulator.url}/elsewhere`)).status).toBe(404);
    expect((await control('POST', endpoint, {})).status).toBe(405);
  });

  it('are restricted to this machine', async () => {
    await expect(startSimulator({ host: '0.0.0.0' })).rejects.toThrow('loopback only');
  });

  it('report that the port is in use', async () => {
    await expect(startSimulator({ port: Number(new URL(simulator.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
