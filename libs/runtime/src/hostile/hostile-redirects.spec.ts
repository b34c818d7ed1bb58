import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFrom, recordsOf, type Given, type Upstream } from './hostile-source.factory';

const to =
  (location: string, status = 302): Upstream =>
  (_request, answer) =>
    void answer.writeHead(status, { location }).end();

const authenticator = { type: 'BearerAuthenticator', api_token: "{{ config['key'] }}" };
const config = { key: { secret: 'KEY' } };

describe('redirects (fault 26)', () => {
  let other: Server;
  let seen: IncomingMessage[];

  beforeEach(async () => {
    seen = [];
    other = createServer((request, answer) => {
      seen.push(request);
      answer.writeHead(200, { 'content-type': 'application/json' }).end('{"items": [{"id": 7}]}');
    });
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
  });

  afterEach(() => void other.close());

  const port = (): number => (other.address() as AddressInfo).port;
  const read = (given: Given) => readFrom({ requester: { authenticator }, settings: { config }, ...given });

  it('within a host are followed with the credentials', async () => {
    const heard: unknown[] = [];
    const upstream: Upstream = (request, answer, count) => {
      heard.push(request.headers.authorization);
      if (count === 1) answer.writeHead(307, { location: '/moved' }).end();
      else answer.writeHead(200, { 'content-type': 'application/json' }).end('{"items": [{"id": 7}]}');
    };
    expect(recordsOf(await read({ upstream }))).toEqual([{ id: 7 }]);
    expect(heard).toEqual(['Bearer canary-KEY', 'Bearer canary-KEY']);
  });

  it('to another host take no credentials along', async () => {
    const settings = { config, allowedHosts: ['127.0.0.1'] };
    const outcome = await read({ upstream: (...all) => to(`http://127.0.0.1:${port()}/`)(...all), settings });
    expect(recordsOf(outcome)).toEqual([{ id: 7 }]);
    expect(seen[0]!.headers).not.toHaveProperty('authorization');
  });

  it.each([
    ['a host that was not declared', () => `http://localhost:${port()}/`, 'allowedHosts'],
    ['a port that was not declared', () => `http://127.0.0.1:${port()}/`, 'allowedHosts'],
    ['the credentials service of a cloud machine', () => 'http://169.254.169.254/latest/meta-data', 'allowedHosts'],
    ['another protocol', () => 'file:///etc/passwd', 'http and https'],
  ])('to %s are refused', async (_what, location, why) => {
    const outcome = await read({ upstream: (...all) => to(location())(...all) });
    expect(outcome).toMatchObject({ end: { state: 'failed', reason: expect.stringContaining(why) }, pages: [] });
    expect(seen).toEqual([]);
  });

  it('to inner addresses are refused even where the host was declared', async () => {
    const settings = { config, allowedHosts: ['127.0.0.1', '169.254.169.254'] };
    const outcome = await read({ upstream: to('http://169.254.169.254/latest/meta-data'), settings });
    expect(outcome.end).toMatchObject({ state: 'failed', reason: expect.stringContaining('reserved address') });
  });

  it('that go round are left', async () => {
    const outcome = await read({ upstream: to('/items') });
    expect(outcome.end).toMatchObject({ state: 'failed', reason: expect.stringContaining('redirects') });
    expect(outcome.requests.length).toBeLessThan(10);
  });
});

describe('secrets', () => {
  it('are in no event, reason or log line, whatever the source says', async () => {
    const upstream: Upstream = (request, answer) =>
      void answer
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: `${request.headers.authorization} ${request.url}` }));
    const requester = { authenticator, request_parameters: { api_key: "{{ config['key'] }}" } };
    const { end, log } = await readFrom({ upstream, requester, settings: { config } });
    expect(end).toMatchObject({ state: 'failed', reason: expect.stringContaining('HTTP 400') });
    expect(JSON.stringify({ end, lines: log.lines })).not.toContain('canary');
  });
});
