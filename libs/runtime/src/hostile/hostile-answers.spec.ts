import { gzipSync } from 'node:zlib';
import { readFrom, recordsOf, refusalsOf, type Upstream } from './hostile-source.factory';

// The first read loads the connector, which takes a while on a busy machine.
jest.setTimeout(30_000);

const one = JSON.stringify({ items: [{ id: 1 }] });
const always =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): Upstream =>
  (_request, answer) =>
    void answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
const bad =
  (times: number, spoil: Upstream): Upstream =>
  (request, answer, count) =>
    count <= times ? spoil(request, answer, count) : always(one)(request, answer, count);

describe('a source that is overloaded or away (faults 20 and 21)', () => {
  it.each([
    ['seconds', '7', 7000],
    ['a date', 'Sat, 31 Jan 2026 12:00:09 GMT', 9000],
  ])('is waited for as Retry-After says in %s', async (_what, value, ms) => {
    const outcome = await readFrom({ upstream: bad(1, always('slow down', { 'retry-after': value }, 429)) });
    expect(outcome).toMatchObject({ end: { state: 'complete' }, waits: [ms], pages: [200] });
  });

  it('that asks for years is left alone for a day at most, and nothing is lost', async () => {
    const outcome = await readFrom({ upstream: always('', { 'retry-after': '1000000000' }, 429) });
    expect(outcome.end).toMatchObject({ state: 'deferred', resumeAt: '2026-02-01T12:00:00.000Z' });
  });

  it.each([500, 502, 503, 504, 408])('is tried again after a %i', async (status) => {
    expect(await readFrom({ upstream: bad(3, always('busy', {}, status)) })).toMatchObject({ end: { state: 'complete' }, pages: [200] });
  });

  it('is given up after some tries, with the reason', async () => {
    const outcome = await readFrom({ upstream: always('{"error":{"message":"data base down"}}', {}, 500) });
    expect(outcome).toMatchObject({ end: { state: 'failed', reason: expect.stringContaining('data base down') }, pages: [] });
    expect(outcome.requests).toHaveLength(6);
  });

  it('that resets the connection in the middle is tried again', async () => {
    const spoil: Upstream = (request, answer) => {
      answer.writeHead(200, { 'content-length': '1000' }).write('{"items": [{"id": 9}');
      setTimeout(() => request.socket.destroy(), 20);
    };
    const outcome = await readFrom({ upstream: bad(2, spoil) });
    expect(outcome).toMatchObject({ end: { state: 'complete' }, pages: [200] });
    expect(recordsOf(outcome)).toEqual([{ id: 1 }]);
  });
});

describe('an answer that is not what it should be (faults 22 and 23)', () => {
  it.each([
    ['HTML', '<html><body>Sign in</body></html>', 'UNPARSABLE'],
    ['half a document', '{"items": [{"id": 1}, {"id"', 'TRUNCATED'],
    ['text after the document', '{"items": []} tail', 'UNPARSABLE'],
    [
      'text that is not UTF-8',
      Buffer.from([0x7b, 0x22, 0x69, 0x74, 0x65, 0x6d, 0x73, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      'ENCODING',
    ],
  ])('is kept and refused whole: %s', async (_what, body, reason) => {
    const outcome = await readFrom({ upstream: always(body, { 'content-type': 'text/html' }) });
    expect(outcome).toMatchObject({ pages: [200], unreadable: [reason] });
    expect(outcome.end.state).not.toBe('complete');
    expect(recordsOf(outcome)).toEqual([]);
  });

  it.each([
    ['nothing at all', ''],
    ['white space', ' \r\n'],
    ['a byte order mark', '\ufeff'],
  ])('is kept and refused whole when it says success and has %s', async (_what, body) => {
    const outcome = await readFrom({ upstream: always(body) });
    expect(outcome).toMatchObject({
      end: { state: 'failed', reason: 'the body is empty' },
      pages: [200],
      items: [],
      unreadable: ['UNPARSABLE'],
    });
  });

  it('is no records when its status says that it has no content', async () => {
    expect(await readFrom({ upstream: always('', {}, 204) })).toMatchObject({ end: { state: 'complete' }, items: [], unreadable: [] });
  });

  it.each(['CsvDecoder', 'JsonlDecoder'])('is no records when its format is a list of rows: %s', async (type) => {
    const outcome = await readFrom({ upstream: always(''), fieldPath: [], retriever: { decoder: { type } } });
    expect(outcome).toMatchObject({ end: { state: 'complete' }, pages: [200], items: [], unreadable: [] });
  });

  it('may begin with a byte order mark and call itself something else', async () => {
    const outcome = await readFrom({ upstream: always(`\ufeff${one}`, { 'content-type': 'text/plain; charset=latin1' }) });
    expect(outcome.end.state).toBe('complete');
    expect(recordsOf(outcome)).toEqual([{ id: 1 }]);
  });

  it.each([
    ['compressed and cut off', gzipSync(one.repeat(50)).subarray(0, -12), { 'content-encoding': 'gzip' }],
    ['shorter than announced', Buffer.from('{"items":'), { 'content-length': '5000' }],
  ])('is asked for again, and never taken for whole: %s', async (_what, body, headers) => {
    const spoil: Upstream = (request, answer) => {
      answer.writeHead(200, headers as Record<string, string>).write(body);
      setTimeout(() => ('content-length' in headers ? request.socket.destroy() : answer.end()), 20);
    };
    expect(await readFrom({ upstream: bad(1, spoil) })).toMatchObject({ end: { state: 'complete' }, pages: [200] });
    expect(await readFrom({ upstream: spoil })).toMatchObject({ end: { state: 'failed' }, pages: [] });
  });
});

describe('odd data (faults 32 and 33)', () => {
  const read = (items: string) => readFrom({ upstream: always(`{"items": [${items}]}`) });

  it('keeps every digit of a large number', async () => {
    expect(recordsOf(await read('{"id": 1, "n": 123456789012345678901234567890}'))).toEqual([
      { id: 1, n: 123456789012345678901234567890n },
    ]);
  });

  it('takes __proto__ for an ordinary key', async () => {
    const [record] = recordsOf(await read('{"id": 1, "__proto__": {"polluted": true}}')) as object[];
    expect(Object.keys(record!)).toEqual(['id', '__proto__']);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([
    ['the same key twice', '{"id": 1, "a": 1, "a": 2}'],
    ['a lone surrogate', '{"id": "\\ud800"}'],
    ['a NUL', '{"id": "a\\u0000b"}'],
    ['letters from right to left', '{"id": "\\u202eabc"}'],
    ['one key in two normal forms', '{"id": "\\u00e9"}, {"id": "e\\u0301"}'],
    ['a number and a text that look alike', '{"id": 1}, {"id": "1"}'],
  ])('has an outcome for each record: %s', async (_what, items) => {
    const outcome = await read(items);
    expect(outcome.unreadable).toEqual([]);
    expect(outcome.items).toHaveLength(items.split('}, {').length);
    const keys = outcome.items.flatMap((item) => (item.kind === 'record' ? [item.key] : []));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('refuses records without a usable key, and keeps the others', async () => {
    const outcome = await read('{"id": 1}, {"id": null}, {}, {"id": {"a": 1}}, {"id": 2}, 7, "x", null');
    expect(recordsOf(outcome)).toEqual([{ id: 1 }, { id: 2 }]);
    expect(refusalsOf(outcome).length).toBeGreaterThanOrEqual(3);
  });
});
