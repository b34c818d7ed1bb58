import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMetrics } from '@twl/conformance';
import { readConfig } from '@twl/platform';
import { RecordingLog } from '@twl/ports/testing';
import { metricsTextOf, openRuntime } from '@twl/runtime';
import { createApiServer } from './create-api-server';

const open = async (anonymousRole: 'admin' | 'none' = 'admin') => {
  const folder = mkdtempSync(join(tmpdir(), 'twl-metrics-'));
  mkdirSync(join(folder, 'sources'));
  const env = { DATA_DIR: join(folder, 'data'), SOURCES_DIR: join(folder, 'sources') };
  const log = new RecordingLog();
  const runtime = await openRuntime({ config: readConfig(env), env, log, metrics: 'prometheus' });
  const options = { bindings: runtime, cursorKey: Buffer.alloc(32), fingerprintAlgorithm: 'md5' } as const;
  const access = { anonymousRole, isReadOnly: false };
  const server = await createApiServer({ ...options, access, metrics: metricsTextOf(runtime) });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });
  const close = async () => {
    await server.close();
    await runtime.close();
    rmSync(folder, { recursive: true });
  };
  return { url, runtime, log, close };
};

describe('the server of a process that keeps metrics', () => {
  let opened: Awaited<ReturnType<typeof open>>;
  // The connector is loaded with the first list of sources.
  beforeAll(async () => {
    opened = await open();
    await opened.runtime.catalog.list();
  }, 60_000);
  afterAll(() => opened.close());
  const ask = (path: string, init?: RequestInit) => fetch(opened.url + path, init);
  const metrics = async () => readMetrics(await (await ask('/metrics')).text());

  it('serves them in the text format of Prometheus, with the routes of requests and no ids', async () => {
    for (const path of ['/api/records', '/api/records/shop.orders.1', '/api/runs/secret-run', '/api/none', '/main.js'])
      await (await ask(path)).text();
    await opened.runtime.engine.pageQueue.send([{ a: 1 }]);
    const found = await metrics();
    const requests = found.get('http_server_request_duration_seconds')?.samples.filter(({ name }) => name.endsWith('_count')) ?? [];
    const routes = requests.map(({ labels }) => `${labels['http_route']} ${labels['http_response_status_code']}`);
    expect(routes.sort()).toEqual(['/api/records 200', '/api/records/:id 404', '/api/runs/:id 404', 'other 404']);
    expect(found.get('twl_queue_messages')?.samples).toContainEqual({
      name: 'twl_queue_messages',
      labels: { messaging_destination_name: 'pages', state: 'ready' },
      value: 1,
    });
    expect(found.get('twl_queue_oldest_age_seconds')?.samples).toHaveLength(1);
    expect(found.get('twl_storage_free_bytes')?.samples[0]?.value).toBeGreaterThan(0);
    expect(found.get('db_client_operation_duration_seconds')?.samples.length).toBeGreaterThan(0);
    expect(found.size).toBeGreaterThan(20);
  });

  it('shows what is in the queue now', async () => {
    const [delivery] = await opened.runtime.engine.pageQueue.receive({ max: 1, waitMs: 0, visibilityMs: 60_000 });
    await opened.runtime.engine.pageQueue.ack(delivery?.receipt ?? '');
    const found = await metrics();
    expect(found.get('twl_queue_messages')?.samples.map(({ value }) => value)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(found.get('twl_queue_oldest_age_seconds')?.samples).toEqual([]);
  });

  it('names the trace of a request in its response, its problem and its line of the log', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const response = await ask('/api/records/none', { headers: { traceparent } });
    expect(response.headers.get('trace-id')).toBe('0af7651916cd43dd8448eb211c80319c');
    expect(await response.json()).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c' });
    expect(opened.log.of('http.answered').at(-1)).toEqual({
      ...{
        method: 'GET',
        path: '/api/records/none',
        route: '/api/records/:id',
        status: 404,
        ms: expect.any(Number),
        bytes: expect.any(Number),
      },
      traceId: '0af7651916cd43dd8448eb211c80319c',
    });
  });

  it('shows them only to those who may read everything', async () => {
    const closed = await open('none');
    const response = await fetch(`${closed.url}/metrics`);
    expect([response.status, (await response.json()) as unknown]).toMatchObject([401, { code: expect.any(String) }]);
    await closed.close();
  });

  it('does not log who watches it', async () => {
    const before = opened.log.lines.length;
    await (await ask('/api/health/live')).text();
    await metrics();
    expect(opened.log.lines.slice(before)).toEqual([]);
  });
});
