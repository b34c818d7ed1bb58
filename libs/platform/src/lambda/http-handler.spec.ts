import type { RequestListener } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UnavailableError } from '@twl/ports';
import { RecordingLog } from '@twl/ports/testing';
import type { Context } from 'aws-lambda';
import type { LargeResponse } from './hand-over';
import { httpHandler } from './http-handler';

const app = (
  request: { url?: string; method?: string },
  response: { end(text: string): void; setHeader(name: string, value: string): void },
) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ url: request.url, method: request.method }));
};
const unused = () => Promise.reject(new Error('nothing is handed over'));
const handler = httpHandler({
  log: new RecordingLog(),
  open: async () => ({ app: app as never, log: new RecordingLog(), handOver: unused }),
});
const invoke = async (event: unknown) => (await handler(event, {} as Context)) as { statusCode: number; body?: string };

const version2 = (rawPath: string, stage = '$default') => ({
  ...{ version: '2.0', rawPath, rawQueryString: 'limit=1', headers: {}, isBase64Encoded: false },
  requestContext: { stage, http: { method: 'GET', path: rawPath, sourceIp: '203.0.113.7' } },
});
const version1 = (path: string, more: object = {}) => ({
  ...{ path, httpMethod: 'GET', headers: {}, multiValueHeaders: {}, queryStringParameters: { limit: '1' } },
  ...{ multiValueQueryStringParameters: { limit: ['1'] }, isBase64Encoded: false, body: null },
  requestContext: { stage: 'dev', identity: { sourceIp: '203.0.113.7' } },
  ...more,
});
const loadBalancer = version1('/api/records', { requestContext: { elb: { targetGroupArn: 'arn' } }, multiValueHeaders: undefined });

describe('a function for HTTP requests', () => {
  it('declares no callback: the runtime would refuse it', () => {
    expect(handler).toHaveLength(2);
  });

  it.each([
    ['payload 2.0', version2('/api/records')],
    ['payload 2.0 of a named stage', version2('/dev/api/records', 'dev')],
    ['payload 1.0 of a named stage', version1('/dev/api/records', { version: '1.0' })],
    ['a REST API', version1('/api/records')],
    ['a load balancer', loadBalancer],
  ])('answers %s under the path that the app knows', async (_, event) => {
    const { statusCode, body } = await invoke(event);
    expect([statusCode, JSON.parse(body!)]).toEqual([200, { url: '/api/records?limit=1', method: 'GET' }]);
  });

  it('takes a stage off the beginning of a path alone', async () => {
    for (const path of ['/device/api', '/api/dev/x'])
      expect(JSON.parse((await invoke(version2(path, 'dev'))).body!)).toMatchObject({ url: `${path}?limit=1` });
  });

  it.each([{ source: 'serverless-plugin-warmup' }, { source: 'aws.events', 'detail-type': 'Scheduled Event' }])(
    'is warm after %j',
    async (ping) => {
      expect(await invoke(ping)).toEqual({ statusCode: 204 });
    },
  );

  it.each([
    null,
    1,
    'text',
    [],
    {},
    { Records: [] },
    { version: '2.0' },
    { rawPath: '/' },
    { version: '2.0', rawPath: 7, requestContext: {} },
  ])('says what it takes when it is sent %j', async (event) => {
    const { statusCode, body } = await invoke(event);
    expect(statusCode).toBe(400);
    expect(JSON.parse(body!)).toMatchObject({
      code: 'UNKNOWN_EVENT',
      detail: expect.stringContaining('this function handles HTTP requests'),
    });
  });
});

describe('a function whose app cannot open', () => {
  const fails = (error: Error) =>
    httpHandler({ log: new RecordingLog(), open: () => Promise.reject(error) })(version2('/api/records'), {} as Context);

  it('answers 503 while storage is not available, and opens with a later request', async () => {
    let isAway = true;
    const open = async () => {
      if (isAway) throw new UnavailableError('the table');
      return { app: app as never, log: new RecordingLog(), handOver: unused };
    };
    const log = new RecordingLog();
    const later = httpHandler({ log, open });
    const refused = (await later(version2('/api/records'), {} as Context)) as { body: string };
    expect(refused).toMatchObject({ statusCode: 503, headers: { 'retry-after': '5', 'content-type': 'application/problem+json' } });
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    expect(JSON.stringify(log)).toContain('function.unavailable');
    isAway = false;
    expect(await later(version2('/api/records'), {} as Context)).toMatchObject({ statusCode: 200 });
  });

  it('fails for any other reason, so that the platform counts an error', async () => {
    await expect(fails(new Error('a setting is wrong'))).rejects.toThrow('a setting is wrong');
  });
});

describe('an answer on its way through the wrapper', () => {
  const answerOf = (app: RequestListener, event: unknown) => {
    const through = httpHandler({ log: new RecordingLog(), open: async () => ({ app, log: new RecordingLog(), handOver: unused }) });
    return through(event, {} as Context);
  };

  it('comes in one piece, however it is written', async () => {
    const [pieces, whole] = [['one ', 'two ', 'three'], 'one two three'];
    const written: RequestListener = (_, response) => {
      pieces.forEach((piece) => response.write(piece));
      response.end();
    };
    const piped: RequestListener = (_, response) => void Readable.from(pieces).pipe(response);
    const pipelined: RequestListener = (_, response) => void pipeline(Readable.from(pieces), response);
    for (const app of [written, piped, pipelined])
      expect(await answerOf(app, version2('/'))).toMatchObject({ statusCode: 200, body: whole });
  });

  it('keeps each of several cookies, as the caller wants them', async () => {
    const app: RequestListener = (_, response) => {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      response.end();
    };
    expect(await answerOf(app, version2('/'))).toMatchObject({ cookies: ['a=1', 'b=2'] });
    expect(await answerOf(app, version1('/'))).toMatchObject({ multiValueHeaders: { 'set-cookie': ['a=1', 'b=2'] } });
  });

  it.each([version2('/'), version1('/'), loadBalancer])('is base64 where it is an image', async (event) => {
    const bytes = Buffer.from([0x89, 0x50, 0xff, 0x00]);
    const app: RequestListener = (_, response) => {
      response.setHeader('content-type', 'image/png');
      response.end(bytes);
    };
    expect(await answerOf(app, event)).toMatchObject({ isBase64Encoded: true, body: bytes.toString('base64') });
  });
});

describe('an answer that is too large for Lambda', () => {
  /** What Lambda takes: 6 MB of JSON. */
  const most = 6 * 1024 * 1024;
  const bytesOf = (answer: unknown): number => Buffer.byteLength(JSON.stringify(answer));
  const url = 'https://bucket.example/answers/1?signature=2';
  const expiresAt = '2026-01-01T00:05:00.000Z';

  /** A function whose app answers every request with a body, and what it puts aside. */
  const answering = (body: string | Buffer, headers: Record<string, string> = { 'content-type': 'application/json; charset=utf-8' }) => {
    const aside: LargeResponse[] = [];
    const log = new RecordingLog();
    const handOver = async (large: LargeResponse) => {
      aside.push(large);
      return { url, expiresAt };
    };
    const large = (_request: unknown, response: { end(body: unknown): void; setHeader(name: string, value: string): void }) => {
      for (const [name, value] of Object.entries({ etag: '"1"', 'x-frame-options': 'DENY', ...headers })) response.setHeader(name, value);
      response.end(body);
    };
    const invoke = async (event: unknown, to: typeof handOver | typeof unused = handOver) => {
      const handler = httpHandler({ log: new RecordingLog(), open: async () => ({ app: large as never, log, handOver: to }) });
      return (await handler(event, {} as Context)) as Record<string, unknown> & { statusCode: number; body: string };
    };
    return { aside, invoke, log };
  };

  it('leads to where it is put aside, as it was, with the other headers', async () => {
    const text = JSON.stringify({ text: 'é'.repeat(most / 2) });
    const { aside, invoke } = answering(text);
    const answer = await invoke(version2('/api/records/a'));
    expect(answer).toMatchObject({ statusCode: 303, headers: { location: url, 'cache-control': 'no-store', 'x-frame-options': 'DENY' } });
    expect(answer['headers']).not.toHaveProperty('etag');
    expect(JSON.parse(answer.body)).toEqual({ url, bytes: Buffer.byteLength(text), expiresAt });
    expect(aside.map(({ contentType, disposition }) => [contentType, disposition])).toEqual([
      ['application/json; charset=utf-8', undefined],
    ]);
    expect(Buffer.compare(aside[0]!.body, Buffer.from(text))).toBe(0);
  });

  it.each([
    ['quotation marks, which take two bytes', '"'.repeat(most / 2 - 1000), '"'.repeat(most / 2)],
    ['control characters, which take six', '\u0001'.repeat(most / 6 - 1000), '\u0001'.repeat(most / 6)],
    ['plain text', 'a'.repeat(most - 1000), 'a'.repeat(most)],
  ])('is counted as Lambda counts it: %s', async (_, fits, tooLong) => {
    const passed = await answering(fits).invoke(version2('/'));
    expect(passed).toMatchObject({ statusCode: 200, body: fits });
    expect(bytesOf(passed)).toBeLessThanOrEqual(most);
    const handed = await answering(tooLong).invoke(version2('/'));
    expect([handed.statusCode, bytesOf(handed) < 2000]).toEqual([303, true]);
  });

  it('keeps bytes that are no text, and the name of the file', async () => {
    const bytes = Buffer.alloc(5 * 1024 * 1024, 255);
    const headers = { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="a.png"' };
    const { aside, invoke } = answering(bytes, headers);
    expect((await invoke(version2('/'))).statusCode).toBe(303);
    expect(aside[0]).toMatchObject({ contentType: 'image/png', disposition: headers['content-disposition'] });
    expect(Buffer.compare(aside[0]!.body, bytes)).toBe(0);
  });

  it('is one of over 1 MB where a load balancer calls, with headers as it wants them', async () => {
    const { invoke } = answering('a'.repeat(2 * 1024 * 1024));
    expect((await invoke(version1('/'))).statusCode).toBe(200);
    expect(await invoke(loadBalancer)).toMatchObject({ statusCode: 303, headers: { location: url } });
    const listed = { ...loadBalancer, headers: undefined, multiValueHeaders: {} };
    expect(await invoke(listed)).toMatchObject({ statusCode: 303, multiValueHeaders: { location: [url], 'cache-control': ['no-store'] } });
  });

  it('is a 503 and a line of the log where it cannot be put aside', async () => {
    const { invoke, log } = answering('a'.repeat(most));
    const answer = await invoke(version2('/'), unused);
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'content-type': 'application/problem+json', 'retry-after': '5' } });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'UNAVAILABLE', detail: expect.stringContaining('too large for Lambda') });
    expect(log.of('answer.handed-over.failed')).toEqual([{ bytes: most }]);
  });
});
