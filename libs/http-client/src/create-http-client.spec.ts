import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { startServer } from './loopback-server';
import { get, limits, createClient, createSpoolDir, failureOf, readText } from './requests.factory';

describe('an HTTP client', () => {
  it('returns status, headers, body and its digest', async () => {
    await using server = await startServer((_request, response) => {
      response.setHeader('Set-Cookie', ['a=1', 'b=2']).setHeader('X-Total-Count', '3').writeHead(404).end('nothing here');
    });
    const { status, headers, url, body } = await createClient().send(get(`${server.url}/x?y=1`));
    expect({ status, url, bytes: body.bytes, sha256: body.sha256, text: await readText(body) }).toEqual({
      status: 404,
      url: `${server.url}/x?y=1`,
      bytes: 12,
      sha256: createHash('sha256').update('nothing here').digest('hex'),
      text: 'nothing here',
    });
    expect(headers).toMatchObject({ 'x-total-count': '3', 'set-cookie': 'a=1, b=2' });
  });

  it('sends method, headers and body as given, and nothing that is not needed', async () => {
    await using server = await startServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      response.end(JSON.stringify({ method: request.method, headers: request.headers, body }));
    });
    const request = get(server.url, { headers: { 'If-None-Match': '"1"', 'Content-Type': 'application/json' }, body: '{"a":"ä"}' });
    const { method, headers, body } = JSON.parse(await readText((await createClient().send(request)).body));
    expect({ method, body }).toEqual({ method: 'GET', body: '{"a":"ä"}' });
    expect(headers).toMatchObject({ 'if-none-match': '"1"', 'content-type': 'application/json', 'content-length': '10', accept: '*/*' });
    expect(headers).not.toHaveProperty('cache-control');
  });

  it('keeps connections for the next request', async () => {
    await using server = await startServer((_request, response) => void response.end('ok'));
    const client = createClient();
    for (let i = 0; i < 5; i += 1) await (await client.send(get(server.url))).body.dispose();
    expect(server.connections).toBe(1);
  });

  it('sends again on a new connection if the kept one was closed', async () => {
    let requests = 0;
    await using server = await startServer((request, response) => {
      requests += 1;
      if (requests === 2) request.socket.destroy();
      else response.end('ok');
    });
    const client = createClient();
    await client.send(get(server.url));
    expect((await client.send(get(server.url))).status).toBe(200);
    expect(requests).toBe(3);
  });

  it('reads 304 and HEAD without a body', async () => {
    await using server = await startServer((_request, response) => void response.writeHead(304, { etag: '"1"' }).end());
    expect((await createClient().send(get(server.url))).body.bytes).toBe(0);
    expect((await createClient().send(get(server.url, { method: 'HEAD' }))).status).toBe(304);
  });

  it('spools a body that is too large for memory, readable twice, and leaves no file behind', async () => {
    const content = 'x'.repeat(300_000);
    await using server = await startServer((_request, response) => void response.end(content));
    const spoolDir = createSpoolDir();
    const { body } = await createClient({ spoolDir, memoryBytes: 1000 }).send(get(server.url));
    expect(await Promise.all([readText(body), readText(body)])).toEqual([content, content]);
    expect(body.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    expect(readdirSync(spoolDir)).toEqual([]);
    await body.dispose();
    await body.dispose();
    await expect(readText(body)).rejects.toThrow('disposed');
  });

  it('makes the spool folder accessible only to its owner', async () => {
    await using server = await startServer((_request, response) => void response.end('x'.repeat(2000)));
    const spoolDir = `${createSpoolDir()}/a/b`;
    await (await createClient({ spoolDir, memoryBytes: 1000 }).send(get(server.url))).body.dispose();
    expect(statSync(spoolDir).mode & 0o777).toBe(0o700);
  });

  it('reports that a host does not respond, without path and query', async () => {
    const server = await startServer(() => undefined);
    await server[Symbol.asyncDispose]();
    const error = await failureOf(
      createClient().send(get(`${server.url}/secret-path?key=canary`, { headers: { authorization: 'canary' } })),
    );
    expect(error).toMatchObject({ code: 'HTTP_UNREACHABLE', retryable: true });
    expect(error.message).toContain(server.host);
    expect(error.message).not.toMatch(/canary|secret-path/);
  });

  it('refuses header text that would end the header', async () => {
    await using server = await startServer((_request, response) => void response.end());
    const error = await failureOf(createClient().send(get(server.url, { headers: { 'x-key': 'canary\r\nx-other: 1' } })));
    expect(error).toMatchObject({ code: 'HTTP_FORBIDDEN' });
    expect(error.message).not.toContain('canary');
  });

  it('does not connect to a name that resolves to this machine', async () => {
    await using server = await startServer((_request, response) => void response.end());
    const port = server.url.split(':')[2];
    const policy = { allowedHosts: ['localhost'], allowPrivateAddresses: false, allowHttp: true };
    expect(await failureOf(createClient().send(get(`http://localhost:${port}`, { policy })))).toMatchObject({ code: 'HTTP_FORBIDDEN' });
    expect(server.connections).toBe(0);
  });

  it('keeps the connections of trusting sources separate', async () => {
    await using server = await startServer((_request, response) => void response.end());
    const client = createClient();
    const port = server.url.split(':')[2];
    const policy = { allowedHosts: ['localhost'], allowPrivateAddresses: true, allowHttp: true };
    await client.send(get(`http://localhost:${port}`, { policy }));
    const strict = get(`http://localhost:${port}`, { policy: { ...policy, allowPrivateAddresses: false } });
    expect(await failureOf(client.send(strict))).toMatchObject({ code: 'HTTP_FORBIDDEN' });
  });

  it('stops at once when cancelled', async () => {
    await using server = await startServer(() => undefined);
    const cancel = new AbortController();
    const sending = failureOf(createClient().send(get(server.url, { signal: cancel.signal, limits: limits({ totalMs: 60_000 }) })));
    const before = Date.now();
    setTimeout(() => cancel.abort(), 50);
    expect(await sending).toMatchObject({ code: 'HTTP_ABORTED', retryable: false });
    expect(Date.now() - before).toBeLessThan(1000);
    expect(await failureOf(createClient().send(get(server.url, { signal: AbortSignal.abort() })))).toMatchObject({ code: 'HTTP_ABORTED' });
  });
});
