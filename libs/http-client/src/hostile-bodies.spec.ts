import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { startServer, startRawServer } from './loopback-server';
import { failureOf, get, limits, createClient, readText } from './requests.factory';

jest.setTimeout(30_000);

const json = JSON.stringify(Array.from({ length: 2000 }, (_, id) => ({ id, name: `name ${id}` })));
const head = 'HTTP/1.1 200 OK\r\n';

describe('encoded bodies', () => {
  it.each([
    ['gzip', gzipSync(json)],
    ['x-gzip', gzipSync(json)],
    ['GZIP', gzipSync(json)],
    ['deflate', deflateSync(json)],
    ['deflate', deflateRawSync(json)],
    ['br', brotliCompressSync(json)],
    ['zstd', zstdCompressSync(json)],
    ['identity', Buffer.from(json)],
    ['gzip, br', brotliCompressSync(gzipSync(json))],
  ])('are unpacked: %s', async (encoding, content) => {
    await using server = await startServer((_request, response) => void response.setHeader('content-encoding', encoding).end(content));
    expect(await readText((await createClient().send(get(server.url))).body)).toBe(json);
  });

  it('may be empty whatever they are called', async () => {
    await using server = await startServer((_request, response) => void response.setHeader('content-encoding', 'gzip').end());
    expect((await createClient().send(get(server.url))).body.bytes).toBe(0);
  });

  it.each([
    ['gzip', gzipSync(json)],
    ['deflate', deflateSync(json)],
    ['br', brotliCompressSync(json)],
    ['zstd', zstdCompressSync(json)],
  ])('that end too early are truncated: %s', async (encoding, content) => {
    await using server = await startServer(
      (_request, response) => void response.setHeader('content-encoding', encoding).end(content.subarray(0, -20)),
    );
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code: 'HTTP_TRUNCATED', retryable: true });
  });

  it.each(['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'compress', 'utf-8', 'none', 'aws-chunked', 'application/json', '__proto__', ''])(
    'that are plain whatever their label says stay as they are: %s',
    async (encoding) => {
      for (const text of [json, '[]', '{"id":1}', '<html>ouch</html>'.repeat(9), 'id,name\n1,Zoë\n']) {
        await using server = await startServer((_request, response) => void response.setHeader('content-encoding', encoding).end(text));
        expect(await readText((await createClient().send(get(server.url))).body)).toBe(text);
      }
    },
  );

  it.each([
    ['utf-8', gzipSync(json)],
    ['identity', gzipSync(json)],
    ['gzip', deflateSync(json)],
    ['gzip', zstdCompressSync(json)],
    ['br', gzipSync(json)],
    ['"gzip"', gzipSync(json)],
    ['gzip, utf-8', gzipSync(json)],
    ['gzip', Buffer.concat([gzipSync(json.slice(0, 100)), gzipSync(json.slice(100))])],
  ])('that are encoded differently than they say are decoded by their first bytes: %s', async (encoding, content) => {
    await using server = await startServer((_request, response) => void response.setHeader('content-encoding', encoding).end(content));
    expect(await readText((await createClient().send(get(server.url))).body)).toBe(json);
  });

  it('are decoded without any label if the type says text, and left alone if it says a file', async () => {
    await using server = await startServer(
      (request, response) => void response.setHeader('content-type', request.url!.slice(1)).end(gzipSync(json)),
    );
    const bodyOf = async (type: string) => (await createClient().send(get(`${server.url}/${type}`))).body;
    expect(await readText(await bodyOf('application/json'))).toBe(json);
    expect((await bodyOf('application/gzip')).bytes).toBe(gzipSync(json).length);
  });

  it.each([
    ['gzip', Buffer.from([1, 2, 3, 4])],
    ['br', Buffer.from([0xff, 2, 3, 4])],
    ['zstd', Buffer.from([1, 2, 3, 4])],
    ['deflate', Buffer.from([7, 2, 3, 4])],
    ['compress', Buffer.from([0x1f, 0x9d, 0x90, 4])],
    ['gzip, gzip, gzip, gzip', gzipSync(json)],
  ])('that are neither encoded as they say nor text are refused: %s', async (encoding, content) => {
    await using server = await startServer((_request, response) => void response.setHeader('content-encoding', encoding).end(content));
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code: 'HTTP_ENCODING', retryable: false });
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(100_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(100_000_000)))],
  ])('that expand to a thousand times their size are stopped early: %s', async (encoding, bomb) => {
    await using server = await startServer((_request, response) => void response.setHeader('content-encoding', encoding).end(bomb));
    const before = process.memoryUsage().rss;
    const error = await failureOf(createClient().send(get(server.url, { limits: limits({ maxBytes: 1e9 }) })));
    expect(error).toMatchObject({ code: 'HTTP_TOO_LARGE', retryable: false });
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  });
});

describe('unbounded bodies', () => {
  it('are refused by their announced length', async () => {
    await using server = await startRawServer((socket) => void socket.write(`${head}content-length: 10000000000\r\n\r\nx`));
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code: 'HTTP_TOO_LARGE' });
  });

  it('are cut off when they never end', async () => {
    await using server = await startRawServer((socket) => {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
      const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      const more = (): void => {
        while (!socket.destroyed && socket.write(chunk));
        socket.once('drain', more);
      };
      more();
    });
    expect(await failureOf(createClient({ memoryBytes: 1000 }).send(get(server.url)))).toMatchObject({ code: 'HTTP_TOO_LARGE' });
  });

  it.each([
    ['one header too long', `x-a: ${'a'.repeat(200_000)}\r\n`],
    ['too many headers', 'x-a: b\r\n'.repeat(30_000)],
  ])('may not be headers either: %s', async (_what, headers) => {
    await using server = await startRawServer((socket) => void socket.write(`${head}${headers}\r\n`));
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code: 'HTTP_TOO_LARGE' });
  });
});

describe('broken responses', () => {
  it.each([
    ['the connection is reset mid body', `${head}content-length: 100\r\n\r\nhalf`, 'HTTP_TRUNCATED'],
    ['the length is larger than the body', `${head}content-length: 9\r\n\r\n12345`, 'HTTP_TRUNCATED'],
    ['the last chunk is missing', `${head}transfer-encoding: chunked\r\n\r\n5\r\n12345\r\n`, 'HTTP_TRUNCATED'],
    ['a chunk size is not a number', `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`, 'HTTP_TRUNCATED'],
    ['the connection closes before a response', '', 'HTTP_UNREACHABLE'],
    ['another protocol is switched to', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', 'HTTP_UNREACHABLE'],
  ])('%s', async (_what, bytes, code) => {
    await using server = await startRawServer((socket) => void socket.end(bytes));
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code, retryable: true });
  });

  it.each([
    ['is not HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
    ['has two lengths', `${head}content-length: 4\r\ncontent-length: 5\r\n\r\ngood!`],
  ])('is not requested again if it %s', async (_what, bytes) => {
    await using server = await startRawServer((socket) => void socket.end(bytes));
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code: 'HTTP_PROTOCOL', retryable: false });
  });

  it('leave nothing behind for the next request on the connection', async () => {
    const smuggled = 'HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil';
    let responses = 0;
    await using server = await startRawServer((socket) => {
      responses += 1;
      socket.write(`${head}content-length: 4\r\n\r\ngood${responses === 1 ? smuggled : ''}`);
    });
    const client = createClient();
    for (let i = 0; i < 3; i += 1) {
      const response = await client.send(get(server.url)).catch((error: Error) => error);
      if (!(response instanceof Error)) expect(await readText(response.body)).toBe('good');
    }
  });
});

describe('slow responses', () => {
  it('that do not begin time out', async () => {
    await using server = await startRawServer(() => undefined);
    const error = await failureOf(createClient().send(get(server.url, { limits: limits({ firstByteMs: 100 }) })));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', retryable: true, message: expect.stringContaining('no response within 100 ms') });
  });

  it('that send their headers slowly time out', async () => {
    await using server = await startRawServer((socket) => {
      const drip = setInterval(() => socket.write('x'), 20);
      socket.write(`${head}x-`).valueOf();
      socket.on('close', () => clearInterval(drip));
    });
    expect(await failureOf(createClient().send(get(server.url, { limits: limits({ firstByteMs: 200 }) })))).toMatchObject({
      code: 'HTTP_TIMEOUT',
    });
  });

  it('that only promise a response time out', async () => {
    await using server = await startRawServer((socket) => {
      const drip = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    expect(await failureOf(createClient().send(get(server.url, { limits: limits({ firstByteMs: 200 }) })))).toMatchObject({
      code: 'HTTP_TIMEOUT',
    });
  });

  it('that stop in the middle time out', async () => {
    await using server = await startRawServer((socket) => void socket.write(`${head}content-length: 100\r\n\r\nhalf`));
    const error = await failureOf(createClient().send(get(server.url, { limits: limits({ idleMs: 100 }) })));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', message: expect.stringContaining('no more data of the response for 100 ms') });
  });

  it('that send their body slowly time out', async () => {
    await using server = await startRawServer((socket) => {
      socket.write(`${head}content-length: 100000\r\n\r\n`);
      const drip = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    const error = await failureOf(createClient().send(get(server.url, { limits: limits({ idleMs: 200, totalMs: 400 }) })));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', message: expect.stringContaining('longer than 400 ms') });
  });

  it('that are cancelled mid body stop at once', async () => {
    await using server = await startRawServer((socket) => void socket.write(`${head}content-length: 100\r\n\r\nhalf`));
    const error = await failureOf(createClient().send(get(server.url, { signal: AbortSignal.timeout(100) })));
    expect(error).toMatchObject({ code: 'HTTP_ABORTED' });
  });
});
