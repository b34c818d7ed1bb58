import { gzipSync } from 'node:zlib';
import { readFrom, recordsOf, type Upstream } from './hostile-source.factory';

/** Large amounts take their time on a busy machine. */
jest.setTimeout(60_000);

const json = { 'content-type': 'application/json' };
const sending =
  (...parts: (string | Buffer)[]): Upstream =>
  (_request, answer) => {
    answer.writeHead(200, json);
    for (const part of parts) answer.write(part);
    answer.end();
  };

/** Memory that a piece of work held at most, beyond what was there before. Bytes. */
const peakOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.memoryUsage().rss;
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss - before)), 20);
  await work();
  clearInterval(watch);
  return peak;
};

describe('too much of anything (fault 24)', () => {
  it('is stopped while it unpacks', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000, ' '));
    const upstream: Upstream = (_request, answer) => void answer.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb);
    const peak = await peakOf(async () => {
      expect(await readFrom({ upstream })).toMatchObject({
        end: { state: 'failed', reason: expect.stringContaining('expands to') },
        pages: [],
      });
    });
    expect(peak).toBeLessThan(100_000_000);
  });

  it('is not begun when it says its size', async () => {
    const upstream: Upstream = (_request, answer) => void answer.writeHead(200, { ...json, 'content-length': '10000000000' }).write('{');
    expect(await readFrom({ upstream })).toMatchObject({
      end: { state: 'failed', reason: expect.stringContaining('larger than') },
      pages: [],
    });
  });

  it('is cut off when it never ends', async () => {
    const upstream: Upstream = (_request, answer) => {
      answer.writeHead(200, json);
      const more = (): void => {
        while (!answer.destroyed && answer.write('{"items": []} '.repeat(5000)));
        answer.once('drain', more);
      };
      more();
    };
    expect(await readFrom({ upstream, limits: { maxBytes: 20_000_000 } })).toMatchObject({ end: { state: 'failed' }, pages: [] });
  });

  it.each([
    ['lists in lists', '{"items": [{"id": 1, "deep": ' + '['.repeat(100_000) + ']'.repeat(100_000) + '}]}'],
    ['objects in objects', '{"items": [{"id": 1, "deep": ' + '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000) + '}]}'],
    ['depth before the items', '{"x": ' + '['.repeat(100_000) + ']'.repeat(100_000) + ', "items": [{"id": 1}]}'],
  ])('is refused, not followed: %s', async (_what, body) => {
    const outcome = await readFrom({ upstream: sending(body) });
    const reasons = [...outcome.unreadable, ...outcome.items.flatMap((item) => (item.kind === 'refused' ? [item.reason] : []))];
    expect(reasons).toContain('TOO_DEEP');
    expect(outcome.pages).toEqual([200]);
  });

  it('has an outcome: an object of a million keys', async () => {
    const keys = Array.from({ length: 1_000_000 }, (_, i) => `"k${i}":${i}`).join(',');
    const outcome = await readFrom({ upstream: sending(`{"items": [{"id": 1, ${keys}}, {"id": 2}]}`) });
    expect(outcome.pages).toEqual([200]);
    expect(outcome.unreadable.length + outcome.items.length).toBeGreaterThan(0);
  });

  it('has an outcome: a text of a hundred megabytes', async () => {
    const text = 'x'.repeat(10_000_000);
    const outcome = await readFrom({
      upstream: sending('{"items": [{"id": 1, "t": "', ...Array<string>(10).fill(text), '"}, {"id": 2}]}'),
    });
    expect(outcome.pages).toEqual([200]);
    expect(outcome.unreadable.length + outcome.items.length).toBeGreaterThan(0);
  });

  it('is worked off bit by bit where it is many records', async () => {
    const records = Array.from({ length: 10_000 }, (_, i) => `{"id": ${i}, "text": "${'y'.repeat(200)}"}`).join(',');
    const rest = Array.from({ length: 19 }, () => `,${records}`);
    const peak = await peakOf(async () => {
      const outcome = await readFrom({ upstream: sending('{"items": [', records, ...rest, ']}') });
      expect(outcome.end.state).toBe('complete');
      expect(outcome.items).toHaveLength(200_000);
    });
    expect(peak).toBeLessThan(400_000_000);
  });
});

describe('a source that is slow (fault 25)', () => {
  it.each<[string, Upstream]>([
    ['does not answer', () => undefined],
    ['drips its answer', (_request, answer) => void setInterval(() => answer.write(' '), 50).unref()],
    ['stops in the middle', (_request, answer) => void answer.writeHead(200, json).write('{"items": [')],
  ])('is given up: it %s', async (_what, upstream) => {
    const outcome = await readFrom({ upstream, limits: { firstByteMs: 150, idleMs: 150, totalMs: 400 } });
    expect(outcome).toMatchObject({ end: { state: 'failed', reason: expect.stringMatching(/ms/) }, pages: [] });
    expect(outcome.requests).toHaveLength(6);
  });

  it('sends headers without end', async () => {
    const upstream: Upstream = (request) => void request.socket.write(`HTTP/1.1 200 OK\r\n${'x-a: b\r\n'.repeat(50_000)}`);
    expect(await readFrom({ upstream })).toMatchObject({ end: { state: 'failed', reason: expect.stringContaining('headers') }, pages: [] });
  });

  it('is left at once when the run is cancelled', async () => {
    const before = Date.now();
    const outcome = await readFrom({ upstream: () => undefined, signal: AbortSignal.timeout(100) }).catch((error: Error) => error);
    expect(Date.now() - before).toBeLessThan(1500);
    expect(outcome instanceof Error || outcome.end.state).not.toBe('complete');
  });
});

describe('paging without end (fault 27)', () => {
  const paginator = {
    type: 'DefaultPaginator',
    page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
    pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}' },
  };
  it.each<[string, (count: number) => object]>([
    ['the next page is the same one', () => ({ items: [{ id: 1 }], next: 'a' })],
    ['two pages take turns', (count) => ({ items: [{ id: count % 2 }], next: count % 2 ? 'a' : 'b' })],
    ['the same data has a new token each time', (count) => ({ items: [{ id: 1 }, { id: 2 }], next: `n${count}` })],
  ])('is seen, and what was stored is kept: %s', async (_what, page) => {
    const upstream: Upstream = (_request, answer, count) => void answer.writeHead(200, json).end(JSON.stringify(page(count)));
    const outcome = await readFrom({ upstream, paginator });
    expect(outcome.end.state).toBe('stalled');
    expect(outcome.requests.length).toBeLessThan(6);
    expect(recordsOf(outcome).length).toBeGreaterThan(0);
  });
});
