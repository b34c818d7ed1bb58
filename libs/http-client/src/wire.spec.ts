import { gzipSync } from 'node:zlib';
import { startRawServer } from './loopback-server';
import { failureOf, get, limits, createClient, readText } from './requests.factory';

const json = '[{"id":1}]';
const packed = gzipSync(json);
const ok = 'HTTP/1.1 200 OK\r\n';
const sized = `Content-Length: 10\r\n\r\n${json}`;
const chunked = 'Transfer-Encoding: chunked\r\n';
const chunks = `\r\na\r\n${json}\r\n0\r\n\r\n`;
const bytes = (...parts: (string | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));

/** curl 7.88, requests 2.34, or both read every one of these. */
const read: [what: string, answer: string | Buffer][] = [
  ['a length beside chunks', `${ok}Content-Length: 10\r\n${chunked}${chunks}`],
  ['a wrong length beside chunks', `${ok}${chunked}Content-Length: 3\r\n${chunks}`],
  ['a length beside the coding identity', `${ok}Transfer-Encoding: identity\r\n${sized}`],
  ['the coding identity without a length', `${ok}Transfer-Encoding: identity\r\n\r\n${json}`],
  ['chunked twice', `${ok}${chunked}${chunked}${chunks}`],
  ['chunked before another coding', `${ok}Transfer-Encoding: chunked, identity\r\n${chunks}`],
  ['chunks of gzip', bytes(`${ok}Transfer-Encoding: gzip, chunked\r\n\r\n${packed.length.toString(16)}\r\n`, packed, '\r\n0\r\n\r\n')],
  ['the same length twice', `${ok}Content-Length: 10\r\n${sized}`],
  ['the same length twice in one header', `${ok}Content-Length: 10, 10\r\n\r\n${json}`],
  ['a length with a sign', `${ok}Content-Length: +10\r\n\r\n${json}`],
  ['a length that is not a number', `${ok}Content-Length: abc\r\n\r\n${json}`],
  ['an empty length', `${ok}Content-Length: \r\n\r\n${json}`],
  ['a negative length', `${ok}Content-Length: -1\r\n\r\n${json}`],
  ['no length', `${ok}\r\n${json}`],
  ['more than its length', `${ok}${sized}trailing`],
  ['a control character in a header', `${ok}Set-Cookie: a=b\x01; path=/\r\n${sized}`],
  ['DEL in a header', `${ok}X-A: b\x7fc\r\n${sized}`],
  ['NUL in a header', `${ok}X-A: b\0c\r\n${sized}`],
  ['CR in a header', `${ok}X-A: b\rc\r\n${sized}`],
  ['Latin-1 in a header', `${ok}X-A: b\xe9c\r\n${sized}`],
  ['UTF-8 in a header', bytes(`${ok}X-A: `, Buffer.from('é漢'), `\r\n${sized}`)],
  ['UTF-8 in the name of a header', bytes(ok, Buffer.from('X-é'), `: c\r\n${sized}`)],
  ['a folded header', `${ok}X-A: b\r\n c\r\n${sized}`],
  ['a header that begins with a space', `${ok} X-A: b\r\n${sized}`],
  ['a space before the colon', `${ok}X-A : b\r\n${sized}`],
  ['a length with a space before the colon', `${ok}Content-Length : 10\r\n\r\n${json}`],
  ['a name with a space', `${ok}X A: b\r\n${sized}`],
  ['no name', `${ok}: b\r\n${sized}`],
  ['a name with brackets', `${ok}X(A): b\r\n${sized}`],
  ['a line that is not a header', `${ok}<br />\r\n${sized}`],
  ['a second status line', `${ok}${ok}${sized}`],
  ['line ends without CR', `${ok}${sized}`.replaceAll('\r', '')],
  ['some line ends without CR', `${ok}Content-Length: 10\n\r\n${json}`],
  ['line ends with CR twice', `${ok}X-A: b\r\r\n${sized}`],
  ['no reason', `HTTP/1.1 200\r\n${sized}`],
  ['a reason in UTF-8', bytes('HTTP/1.1 200 ', Buffer.from('Véry ok'), `\r\n${sized}`)],
  ['HTTP/1.0', `HTTP/1.0 200 OK\r\n${sized}`],
  ['chunks in HTTP/1.0', `HTTP/1.0 200 OK\r\n${chunked}${chunks}`],
  ['an unknown version', `HTTP/1.2 200 OK\r\n${sized}`],
  ['two spaces before the status', `HTTP/1.1  200 OK\r\n${sized}`],
  ['an interim response before it', `HTTP/1.1 100 Continue\r\n\r\n${ok}${sized}`],
  ['early hints before it', `HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n${ok}${sized}`],
  ['an interim response before a bad header', `HTTP/1.1 100 Continue\r\n\r\n${ok}X A: b\r\n${sized}`],
  ['an extension of a chunk', `${ok}${chunked}\r\na;foo=bar\r\n${json}\r\n0\r\n\r\n`],
  ['a broken extension of a chunk', `${ok}${chunked}\r\na;foo bar="\x01\r\n${json}\r\n0\r\n\r\n`],
  ['spaces after the size of a chunk', `${ok}${chunked}\r\na  \r\n${json}\r\n0\r\n\r\n`],
  ['spaces before the size of a chunk', `${ok}${chunked}\r\n a\r\n${json}\r\n0\r\n\r\n`],
  ['chunks with line ends without CR', `${ok}${chunked}\r\na\n${json}\n0\n\n`],
  ['a trailer', `${ok}${chunked}\r\na\r\n${json}\r\n0\r\nX-T: 1\r\n\r\n`],
  ['a trailer that is not a header', `${ok}${chunked}\r\na\r\n${json}\r\n0\r\nnonsense\r\n\r\n`],
  ['a header of 20 kB', `${ok}X-A: ${'a'.repeat(20_000)}\r\n${sized}`],
  ['300 headers', `${ok}${'X-A: b\r\n'.repeat(300)}${sized}`],
  ['an offer of another protocol', `${ok}Upgrade: h2,h2c\r\nConnection: Upgrade\r\n${sized}`],
];

describe('a response on the wire', () => {
  it.each(read)('is read with %s', async (_what, answer) => {
    await using server = await startRawServer((socket) => void socket.end(answer));
    const { status, body } = await createClient().send(get(server.url));
    expect({ status, text: await readText(body) }).toEqual({ status: 200, text: json });
  });

  it.each(read)('is read byte by byte with %s', async (_what, answer) => {
    await using server = await startRawServer(async (socket) => {
      socket.setNoDelay(true);
      for (const byte of bytes(answer).subarray(0, 400)) {
        socket.write(Buffer.from([byte]));
        await new Promise(setImmediate);
      }
      socket.end(bytes(answer).subarray(400));
    });
    expect(await readText((await createClient().send(get(server.url))).body)).toBe(json);
  });

  it.each([
    ['204 with a length', `HTTP/1.1 204 No Content\r\nContent-Length: 10\r\n\r\n`, 204],
    ['204 with a bad header', `HTTP/1.1 204 No Content\r\nX A: b\r\nContent-Length: 10\r\n\r\n`, 204],
    ['304 with a length', `HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n`, 304],
    ['304 with a bad header', `HTTP/1.1 304 Not Modified\r\nX A: b\r\nContent-Length: 10\r\n\r\n`, 304],
    ['200 without anything', `${ok}\r\n`, 200],
    ['200 of length 0', `${ok}Content-Length: 0\r\n\r\n`, 200],
  ])('has no body: %s', async (_what, answer, status) => {
    await using server = await startRawServer((socket) => (status === 200 ? socket.end(answer) : socket.write(answer)));
    const response = await createClient().send(get(server.url));
    expect({ status: response.status, bytes: response.body.bytes }).toEqual({ status, bytes: 0 });
  });

  it('has no body after HEAD, whatever its length and headers', async () => {
    await using server = await startRawServer((socket) => void socket.write(`${ok}X A: b\r\nContent-Length: 10\r\n\r\n`));
    expect((await createClient().send(get(server.url, { method: 'HEAD' }))).body.bytes).toBe(0);
  });

  it.each([
    ['a body shorter than its length', `${ok}X A: b\r\nContent-Length: 20\r\n\r\n${json}`],
    ['a strict head and a body shorter than its length', `${ok}Content-Length: 20\r\n\r\n${json}`],
    ['no last chunk', `${ok}X A: b\r\n${chunked}\r\na\r\n${json}\r\n`],
    ['a chunk that is cut', `${ok}X A: b\r\n${chunked}\r\nff\r\n${json}`],
    ['a chunk longer than its size', `${ok}${chunked}\r\n2\r\n${json}\r\n0\r\n\r\n`],
    ['a size that is not a number', `${ok}${chunked}\r\nzz\r\n${json}\r\n0\r\n\r\n`],
    ['a body that is not in chunks', `${ok}${chunked}\r\n${json}`],
  ])('is truncated with %s', async (_what, answer) => {
    await using server = await startRawServer((socket) => void socket.end(answer));
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code: 'HTTP_TRUNCATED', retryable: true });
  });

  it('keeps the headers that it can, without control characters', async () => {
    await using server = await startRawServer((socket) => void socket.end(`${ok}X-A: b\x01c\r\n\td\r\nX B: e\r\nETag: "1"\r\n${sized}`));
    const { headers } = await createClient().send(get(server.url));
    expect(headers).toMatchObject({ 'x-a': 'b c d', etag: '"1"' });
    expect(headers).not.toHaveProperty('x b');
  });
});

describe('a lenient response', () => {
  const bad = `${ok}Content-Length: 10\r\n${chunked}${chunks}`;
  const smuggled = `${ok}Content-Length: 4\r\n\r\nevil`;

  it('is the only one of its connection, whatever follows it', async () => {
    let [requests, closed] = [0, 0];
    await using server = await startRawServer((socket) => {
      requests += 1;
      socket.on('close', () => (closed += 1));
      socket.write(`${bad}${smuggled}`);
    });
    const client = createClient();
    for (let i = 0; i < 4; i += 1) expect(await readText((await client.send(get(server.url))).body)).toBe(json);
    for (let waited = 0; closed < 5 && waited < 2000; waited += 10) await new Promise((resolve) => setTimeout(resolve, 10));
    expect({ requests, connections: server.connections, closed }).toEqual({ requests: 5, connections: 5, closed: 5 });
  });

  it('is requested leniently at once if its origin needs it', async () => {
    const methods: string[] = [];
    await using server = await startRawServer(
      (socket) => void socket.end(bad),
      (head) => methods.push(head.split(' ')[0]!),
    );
    const client = createClient();
    const post = get(server.url, { method: 'POST', body: '{}' });
    expect(await failureOf(client.send(post))).toMatchObject({ code: 'HTTP_UNREACHABLE', retryable: true });
    expect(await readText((await client.send(post)).body)).toBe(json);
    expect(methods).toEqual(['POST', 'POST']);
  });

  it('is not applied to origins that respond strictly', async () => {
    await using strict = await startRawServer((socket) => void socket.write(`${ok}${sized}`));
    await using lenient = await startRawServer((socket) => void socket.end(bad));
    const client = createClient();
    for (let i = 0; i < 3; i += 1) {
      await client.send(get(lenient.url));
      await client.send(get(strict.url));
    }
    expect(strict.connections).toBe(1);
  });

  it.each([
    ['a head without end', `${ok}X A: b\r\n${'X-A: b\r\n'.repeat(20_000)}`],
    ['a line without end', `${ok}X A: ${'a'.repeat(200_000)}`],
    ['a body over the limit', `${ok}X A: b\r\nContent-Length: 30000000\r\n\r\n${'a'.repeat(11_000_000)}`],
  ])('is bounded like every other: %s', async (_what, answer) => {
    await using server = await startRawServer((socket) => void socket.write(answer));
    expect(await failureOf(createClient().send(get(server.url)))).toMatchObject({ code: 'HTTP_TOO_LARGE', retryable: false });
  });

  it('times out like every other', async () => {
    await using server = await startRawServer((socket) => void socket.write(`${ok}X A: b\r\nContent-Length: 100\r\n\r\nhalf`));
    const error = await failureOf(createClient().send(get(server.url, { limits: limits({ idleMs: 100 }) })));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', retryable: true });
  });

  it('does not come from a name that resolves to this machine', async () => {
    await using server = await startRawServer((socket) => void socket.end(bad));
    const client = createClient();
    await client.send(get(server.url));
    const policy = { allowedHosts: ['localhost'], allowPrivateAddresses: true, allowHttp: true };
    const url = server.url.replace('127.0.0.1', 'localhost');
    await client.send(get(url, { policy }));
    const before = server.connections;
    const strict = { ...policy, allowPrivateAddresses: false };
    expect(await failureOf(client.send(get(url, { policy: strict })))).toMatchObject({ code: 'HTTP_FORBIDDEN' });
    expect(server.connections).toBe(before);
  });
});
