import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { makeCertificate } from '../certificate.factory';
import { startServer, startRawServer, startTlsServer, type LoopbackServer } from '../loopback-server';
import { failureOf, get, limits, createClient, readText } from '../requests.factory';

interface TestProxy extends AsyncDisposable {
  url: string;
  host: string;
  /** The requests, one line each. */
  seen: string[];
  headers: IncomingHttpHeaders[];
  connections: number;
}

/** A proxy that connects every name to one server. */
const proxyTo = async (target: LoopbackServer | undefined, refusal = 502): Promise<TestProxy> => {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    note(request.method!, request.url!, request.headers);
    if (!target) return void response.writeHead(refusal).end('the proxy speaks');
    void fetch(`${target.url}${new URL(request.url!).pathname}`).then(async (got) =>
      response.writeHead(got.status, { 'content-type': 'text/plain' }).end(await got.text()),
    );
  });
  server.on('connect', (request, socket: Socket) => {
    note('CONNECT', request.url!, request.headers);
    socket.on('error', () => undefined);
    if (!target) return void socket.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
    const through = connect(Number(new URL(target.url).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    socket.on('close', () => through.destroy());
    through.on('error', () => socket.destroy());
  });
  server.on('connection', (socket) => {
    proxy.connections += 1;
    sockets.add(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy: TestProxy = {
    url: `http://${host}`,
    host,
    seen: [],
    headers: [],
    connections: 0,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  const note = (method: string, url: string, headers: IncomingHttpHeaders): void => {
    proxy.seen.push(`${method} ${url}`);
    proxy.headers.push(headers);
  };
  return proxy;
};

const policy = { allowedHosts: ['api.example.test', 'other.example.test', '127.0.0.1'], allowPrivateAddresses: false, allowHttp: true };
const basic = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;

describe('a plain request through a proxy', () => {
  it('is sent to the proxy with its full URL, and resolves no name', async () => {
    await using server = await startServer((_request, response) => void response.end('hello'));
    await using proxy = await proxyTo(server);
    const client = createClient({ proxies: { http: proxy.url.replace('//', '//me:p%40ss@') } });
    for (let i = 0; i < 3; i += 1) {
      const { body, url } = await client.send(get('http://api.example.test/x?y=1', { policy }));
      expect({ text: await readText(body), url }).toEqual({ text: 'hello', url: 'http://api.example.test/x?y=1' });
    }
    expect(proxy.seen[0]).toBe('GET http://api.example.test/x?y=1');
    expect(proxy.headers[0]).toMatchObject({ host: 'api.example.test', 'proxy-authorization': basic });
    expect(proxy.connections).toBe(1);
  });

  it('gets a lenient parser like a direct request', async () => {
    await using proxy = await startRawServer((socket) => void socket.end('HTTP/1.1 200 OK\r\nX A: b\r\nContent-Length: 2\r\n\r\nhi'));
    const client = createClient({ proxies: { http: proxy.url } });
    expect(await readText((await client.send(get('http://api.example.test/', { policy }))).body)).toBe('hi');
  });

  it.each(['http://192.168.0.1/', 'http://169.254.169.254/', 'http://unknown.example.test/', 'http://[::1]/'])(
    'is still refused if the source may not go there: %s',
    async (url) => {
      await using proxy = await proxyTo(undefined);
      const allowed = { ...policy, allowedHosts: ['192.168.0.1', '169.254.169.254', '::1'] };
      const error = await failureOf(createClient({ proxies: { http: proxy.url } }).send(get(url, { policy: allowed })));
      expect(error).toMatchObject({ code: 'HTTP_FORBIDDEN' });
      expect(proxy.connections).toBe(0);
    },
  );

  it('is checked again after each redirect', async () => {
    await using proxy = await startServer((_request, response) => void response.writeHead(302, { location: 'http://10.0.0.1/' }).end());
    const error = await failureOf(createClient({ proxies: { http: proxy.url } }).send(get('http://api.example.test/', { policy })));
    expect(error).toMatchObject({ code: 'HTTP_FORBIDDEN' });
  });

  it('is not used for a host that is called directly, whose addresses are guarded', async () => {
    await using server = await startServer((_request, response) => void response.end('direct'));
    await using proxy = await proxyTo(undefined);
    const client = createClient({ proxies: { http: proxy.url, noProxy: '127.0.0.0/8,localhost' } });
    expect(await readText((await client.send(get(server.url))).body)).toBe('direct');
    const named = get(server.url.replace('127.0.0.1', 'localhost'), { policy: { ...policy, allowedHosts: ['localhost'] } });
    expect(await failureOf(client.send(named))).toMatchObject({ code: 'HTTP_FORBIDDEN' });
    expect(proxy.connections).toBe(0);
  });

  it('says which proxy needs credentials, and sends nothing again', async () => {
    await using proxy = await proxyTo(undefined, 407);
    const error = await failureOf(createClient({ proxies: { http: proxy.url } }).send(get('http://api.example.test/', { policy })));
    expect(error).toMatchObject({ code: 'HTTP_FORBIDDEN', retryable: false, message: expect.stringContaining(`the proxy ${proxy.host}`) });
  });
});

describe('an encrypted request through a proxy', () => {
  const certificate = makeCertificate();
  const loopback = { ...policy, allowPrivateAddresses: true };

  it('uses a kept tunnel, and the proxy sees no content', async () => {
    await using server = await startTlsServer(certificate, (_request, response) => void response.end('private'));
    await using proxy = await proxyTo(server);
    const client = createClient({ ca: [certificate.cert], proxies: { https: proxy.url.replace('//', '//me:p%40ss@') } });
    const request = get(`${server.url}/secret-path`, { policy: loopback, headers: { authorization: 'canary' } });
    for (let i = 0; i < 3; i += 1) expect(await readText((await client.send(request)).body)).toBe('private');
    expect(proxy.seen).toEqual([`CONNECT ${server.host}`]);
    expect(proxy.headers[0]).toMatchObject({ 'proxy-authorization': basic });
    expect(JSON.stringify(proxy.headers)).not.toContain('canary');
  });

  it('uses a separate tunnel if the response needs a lenient parser', async () => {
    const bad = 'HTTP/1.1 200 OK\r\nX A: b\r\nContent-Length: 2\r\n\r\nhi';
    await using server = await startTlsServer(certificate, (request) => void request.socket.end(bad));
    await using proxy = await proxyTo(server);
    const client = createClient({ ca: [certificate.cert], proxies: { https: proxy.url } });
    for (let i = 0; i < 2; i += 1) expect(await readText((await client.send(get(server.url, { policy: loopback }))).body)).toBe('hi');
    expect(proxy.seen).toEqual(Array.from({ length: 3 }, () => `CONNECT ${server.host}`));
  });

  it('checks the certificate of the host behind the proxy', async () => {
    await using server = await startTlsServer(certificate, (_request, response) => void response.end('private'));
    await using proxy = await proxyTo(server);
    const error = await failureOf(createClient({ proxies: { https: proxy.url } }).send(get(server.url, { policy: loopback })));
    expect(error).toMatchObject({ code: 'HTTP_FORBIDDEN', message: expect.stringContaining('certificate is not trusted') });
  });

  it.each([
    [407, 'HTTP_FORBIDDEN', false],
    [403, 'HTTP_FORBIDDEN', false],
    [502, 'HTTP_UNREACHABLE', true],
  ])('names the proxy when it refuses with %i', async (status, code, retryable) => {
    await using proxy = await proxyTo(undefined, status);
    const client = createClient({ proxies: { https: proxy.url.replace('//', '//me:canary@') } });
    const error = await failureOf(client.send(get('https://api.example.test/', { policy })));
    expect(error).toMatchObject({ code, retryable, message: expect.stringContaining(`the proxy ${proxy.host}`) });
    expect(error.message).not.toContain('canary');
  });

  it('names a proxy that does not respond, and says that trying again can help', async () => {
    const proxy = await proxyTo(undefined);
    await proxy[Symbol.asyncDispose]();
    const error = await failureOf(createClient({ proxies: { https: proxy.url } }).send(get('https://api.example.test/', { policy })));
    expect(error).toMatchObject({
      code: 'HTTP_UNREACHABLE',
      retryable: true,
      message: expect.stringContaining(`through the proxy ${proxy.host}`),
    });
  });

  it('times out when the proxy does not respond', async () => {
    await using proxy = await startRawServer(() => undefined);
    const client = createClient({ proxies: { https: proxy.url } });
    const error = await failureOf(client.send(get('https://api.example.test/', { policy, limits: limits({ connectMs: 100 }) })));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', retryable: true });
  });

  it('can use a proxy over TLS', async () => {
    await using proxy = await startTlsServer(certificate, (request, response) => void response.end(request.url));
    const client = createClient({ ca: [certificate.cert], proxies: { http: proxy.url } });
    expect(await readText((await client.send(get('http://api.example.test/x', { policy }))).body)).toBe('http://api.example.test/x');
  });
});
