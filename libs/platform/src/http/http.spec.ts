import { request as send, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Body, Controller, Get, Module, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BadCursorError, LeaseLostError, Log, NotFoundError, UnavailableError } from '@twl/ports';
import { createZodDto } from 'nestjs-zod';
import * as z from 'zod';
import { allowedHosts } from './allowed-hosts';
import { answerBrokenRequests, setUpHttp } from './set-up-http';

class QueryDto extends createZodDto(z.strictObject({ limit: z.coerce.number().int().max(200).default(50), q: z.string().optional() })) {}
class BodyDto extends createZodDto(z.strictObject({ streams: z.array(z.string()).optional() })) {}

const thrown: Record<string, () => unknown> = {
  'not-found': () => new NotFoundError('record', 'x'),
  cursor: () => new BadCursorError(),
  away: () => new UnavailableError('the store'),
  lease: () => new LeaseLostError('canary'),
  unknown: () => new Error('canary'),
  text: () => 'canary',
  zod: () => z.string().safeParse(1).error,
};

@Controller('api')
class TestController {
  @Get('data')
  data(@Query() query: QueryDto) {
    return { limit: query.limit, big: 12345678901234567890n };
  }

  @Post('data')
  post(@Body() body: BodyDto) {
    return body;
  }

  @Post('only-post')
  onlyPost() {
    return {};
  }

  @Get('throws')
  throws(@Query('what') what: string): never {
    throw thrown[what]!();
  }
}

@Module({ controllers: [TestController] })
class TestModule {}

class TestLog extends Log {
  readonly errors: unknown[] = [];
  info(): void {}
  warn(): void {}
  error(event: string, error: unknown): void {
    this.errors.push([event, error]);
  }
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

describe('HTTP of every app', () => {
  let app: NestExpressApplication;
  let port: number;
  const log = new TestLog();

  beforeAll(async () => {
    app = await NestFactory.create<NestExpressApplication>(TestModule, { logger: false, bodyParser: false });
    setUpHttp(app, { log, hosts: allowedHosts(['twl.example.com', 'intranet:8443']) });
    await app.init();
    answerBrokenRequests(app);
    await app.listen(0, '127.0.0.1');
    port = (app.getHttpServer().address() as AddressInfo).port;
  });
  afterAll(() => app.close());

  const ask = (path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { body, ...rest } = options;
      const request = send({ host: '127.0.0.1', port, path, ...rest }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }));
      });
      request.on('error', reject).end(body);
    });
  const json = (answer: Answer) => JSON.parse(answer.text) as Record<string, unknown>;

  it('writes big integers with their digits', async () => {
    expect((await ask('/api/data')).text).toBe('{"limit":50,"big":12345678901234567890}');
  });

  it('gives a strong ETag, and 304 when the asker has it, for GET and HEAD', async () => {
    const first = await ask('/api/data');
    expect(first.headers.etag).toMatch(/^"/);
    const headers = { 'if-none-match': first.headers.etag! };
    expect(await ask('/api/data', { headers })).toMatchObject({ status: 304, text: '' });
    expect((await ask('/api/data', { headers, method: 'HEAD' })).status).toBe(304);
    expect(await ask('/api/data', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    expect((await ask('/api/data?limit=1', { headers })).status).toBe(200);
  });

  it.each([
    ['limit=x', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['limit[a]=1', 'limit[a]'],
    ['nothing=1', 'nothing'],
    ['__proto__=1', '__proto__'],
    ['__proto__[limit]=1', '__proto__[limit]'],
    ['constructor.prototype.x=1', 'constructor.prototype.x'],
    [`${'k'.repeat(5000)}=1`, 'k'.repeat(200)],
  ])('names the wrong parameter (%#)', async (query, path) => {
    const answer = await ask(`/api/data?${query}`);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(json(answer)).toMatchObject({
      status: 400,
      code: 'INVALID_REQUEST',
      type: 'urn:twl:problem:invalid-request',
      instance: '/api/data',
      errors: [{ path, message: expect.stringContaining(path) }],
    });
  });

  it('takes a body that was not sent as an empty one, and refuses one it cannot read', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await ask('/api/data', { method: 'POST' })).text).toBe('{}');
    expect(json(await ask('/api/data', { method: 'POST', headers, body: '{"a' }))).toMatchObject({
      ...{ status: 400, code: 'BAD_REQUEST', detail: expect.stringMatching(/^the body is not JSON: .*position 3/) },
    });
    expect(json(await ask('/api/data', { method: 'POST', headers, body: '[]' }))).toMatchObject({ status: 400 });
    expect(json(await ask('/api/data', { method: 'POST', headers, body: '{"__proto__":{}}' }))).toMatchObject({ status: 400 });
    const huge = JSON.stringify({ streams: ['x'.repeat(2_100_000)] });
    expect(json(await ask('/api/data', { method: 'POST', headers, body: huge }))).toMatchObject({
      status: 413,
      code: 'PAYLOAD_TOO_LARGE',
      detail: 'the body must not be larger than 2 MB',
    });
  });

  it('refuses a body that is not JSON, and takes an empty one of any kind', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(json(await ask('/api/data', { method: 'POST', headers, body: '{"streams":["a"]}' }))).toMatchObject({ status: 415 });
    expect((await ask('/api/data', { method: 'POST', headers: { ...headers, 'content-length': '0' } })).status).toBe(201);
  });

  it.each(['PUT', 'GET'])('says of %s first that it is not possible, whatever is sent with it', async (method) => {
    const path = method === 'GET' ? '/api/only-post' : '/api/data';
    const headers = { 'content-type': 'text/plain', 'content-length': '1' };
    expect(json(await ask(path, { method, headers, body: 'x' }))).toMatchObject({ status: 405 });
  });

  it('refuses a body where none is read', async () => {
    const headers = { 'content-type': 'application/json' };
    const refused = await ask('/api/data', { headers: { ...headers, 'content-length': '11' }, body: '{"limit":1}' });
    expect(json(refused)).toMatchObject({ status: 400, code: 'INVALID_REQUEST', detail: expect.stringContaining('GET accepts no body') });
    expect((await ask('/api/data', { headers: { ...headers, 'content-length': '0' } })).status).toBe(200);
    expect((await ask('/api/data', { headers })).status).toBe(200);
  });

  it.each([
    ['not-found', 404, 'NOT_FOUND'],
    ['cursor', 400, 'BAD_CURSOR'],
    ['away', 503, 'UNAVAILABLE'],
    ['lease', 500, 'INTERNAL'],
    ['unknown', 500, 'INTERNAL'],
    ['text', 500, 'INTERNAL'],
    ['zod', 500, 'INTERNAL'],
  ])('answers %s with %i %s, and tells no more than it should', async (what, status, code) => {
    log.errors.length = 0;
    const answer = await ask(`/api/throws?what=${what}`);
    expect(json(answer)).toMatchObject({ status, code });
    expect(answer.text).not.toMatch(/canary|\bat |\.ts/);
    expect(log.errors).toHaveLength(status >= 500 ? 1 : 0);
  });

  it('answers what no route takes, and what it cannot decode, with a problem', async () => {
    expect(json(await ask('/api/none'))).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
      detail: 'there is no resource at /api/none',
      instance: '/api/none',
    });
    expect(json(await ask('/none', { method: 'POST' }))).toMatchObject({ status: 404 });
    expect(json(await ask('/api/data', { headers: { x: 'y'.repeat(20_000) } }))).toMatchObject({ status: 431, code: 'HEADERS_TOO_LARGE' });
  });

  it('answers what is not HTTP with a problem', async () => {
    const text = await new Promise<string>((resolve) => {
      let all = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk) => (all += chunk.toString())).on('close', () => resolve(all));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n.*"code":"BAD_REQUEST"/s);
  });

  it('sets security headers and says nothing of its make', async () => {
    const { headers } = await ask('/api/data');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it.each([
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'twl.example.com@evil.example',
    'evil.example/localhost',
  ])('does not answer to the name %j', async (host) => {
    for (const method of ['GET', 'POST'])
      expect(json(await ask('/api/data', { method, headers: { host } }))).toMatchObject({ status: 403, code: 'HOST_NOT_ALLOWED' });
  });

  it.each([
    'localhost',
    'LOCALHOST:3000',
    'localhost.',
    'app.localhost:80',
    '127.0.0.1:1',
    '[::1]:3000',
    '192.168.1.7',
    'twl.example.com',
    'TWL.example.com:81',
    'intranet',
  ])('answers to %s', async (host) => {
    expect((await ask('/api/data', { method: 'POST', headers: { host } })).status).toBe(201);
  });

  it.each([
    ['http://localhost:3000', 'localhost:3000'],
    ['https://twl.example.com', 'twl.example.com'],
    ['https://twl.example.com', '127.0.0.1:3000'],
    ['https://intranet:8443', '127.0.0.1:3000'],
    ['http://192.168.1.7:3000', '192.168.1.7:3000'],
    ['http://127.0.0.1', '127.0.0.1'],
  ])('lets a page of %s change something at %s', async (origin, host) => {
    expect((await ask('/api/data', { method: 'POST', headers: { origin, host } })).status).toBe(201);
  });

  it.each([
    ['http://evil.example', 'localhost:3000'],
    ['http://localhost:5000', 'localhost:3000'],
    ['http://localhost', 'localhost:3000'],
    ['http://127.0.0.1:3000', 'localhost:3000'],
    ['https://twl.example.com:8080', 'localhost:3000'],
    ['https://intranet', 'localhost:3000'],
    ['null', 'localhost:3000'],
    ['file://', 'localhost:3000'],
    ['nonsense', 'localhost:3000'],
  ])('lets a page of %s change nothing at %s, with a body or without, and read', async (origin, host) => {
    const headers = { origin, host };
    expect(json(await ask('/api/data', { method: 'POST', headers }))).toMatchObject({ status: 403, code: 'CROSS_SITE' });
    const withBody = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' };
    expect(json(await ask('/api/data', withBody))).toMatchObject({ status: 403, code: 'CROSS_SITE' });
    expect((await ask('/api/data', { headers })).status).toBe(200);
  });

  it('believes a browser that says the request is for another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect(json(await ask('/api/data', { method: 'POST', headers }))).toMatchObject({ status: 403, code: 'CROSS_SITE' });
    expect((await ask('/api/data', { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(201);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'POST'])('says of %s which methods there are', async (method) => {
    const path = method === 'POST' ? '/api/throws' : '/api/data';
    const answer = await ask(path, { method });
    expect(json(answer)).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.allow).toBe(method === 'POST' ? 'GET, HEAD' : 'GET, HEAD, POST');
  });
});
