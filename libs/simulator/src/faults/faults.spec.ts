import { sendRequest, parseBody } from '../send-request';
import { startSimulator, type Simulator } from '../start-simulator';
import type { FaultSetting } from './fault';

const posts = '/jsonplaceholder/posts';
const people = '/randomuser/api';

describe('a fault', () => {
  let simulator: Simulator;
  const now = Date.parse('2026-01-31T12:00:00Z');
  beforeEach(async () => {
    simulator = await startSimulator({ changeEveryMs: 0, clock: { now: () => now } });
  });
  afterEach(() => simulator.close());

  const ask = (fault: FaultSetting, query = '?_page=1') => {
    simulator.faults.set(posts, fault);
    return sendRequest(`${simulator.url}${posts}${query}`);
  };

  it.each([
    [{ kind: 'rate_limit', retryAfter: 3 }, '3'],
    [{ kind: 'rate_limit', retryAfter: 3, form: 'date' }, 'Sat, 31 Jan 2026 12:00:03 GMT'],
    [{ kind: 'rate_limit', form: 'absurd' }, '1000000000'],
    [{ kind: 'rate_limit', form: 'none' }, undefined],
  ] as const)('%j says when to retry', async (fault, retryAfter) => {
    const got = await ask(fault);
    expect([got.status, got.headers['retry-after']]).toEqual([429, retryAfter]);
  });

  it('returns error statuses, an HTML page, an error object, nothing at all, or a redirect', async () => {
    expect((await ask({ kind: 'status' })).status).toBe(500);
    expect((await ask({ kind: 'status', status: 503, retryAfter: 9 })).headers['retry-after']).toBe('9');
    const html = await ask({ kind: 'html' });
    expect([html.status, html.headers['content-type'], html.text.slice(0, 9)]).toEqual([200, 'text/html; charset=utf-8', '<!doctype']);
    expect(parseBody(await ask({ kind: 'error_object' }))).toHaveProperty('error.code');
    expect((await ask({ kind: 'empty_body' })).bytes).toHaveLength(0);
    expect((await ask({ kind: 'redirect' })).headers.location).toBe(`${posts}?_page=1`);
    expect((await ask({ kind: 'deep', levels: 3 })).text).toBe('[[[]]]');
  });

  it('stops after its count, begins after the requests it skips, and applies only to its target', async () => {
    const statuses = async (fault: FaultSetting, queries: string[]) => {
      simulator.faults.set(posts, fault);
      const list: number[] = [];
      for (const query of queries) list.push((await sendRequest(`${simulator.url}${posts}${query}`)).status);
      return list;
    };
    expect(await statuses({ kind: 'status', count: 2 }, ['', '', ''])).toEqual([500, 500, 200]);
    expect(await statuses({ kind: 'status', skip: 1, count: 1 }, ['', '', ''])).toEqual([200, 500, 200]);
    expect(await statuses({ kind: 'status', where: { _page: '2' } }, ['?_page=1', '?_page=2', '?_page=2'])).toEqual([200, 500, 500]);
    expect((await sendRequest(`${simulator.url}${people}/1.4/`)).status).toBe(200);
  });

  it('truncates the content, plain and compressed', async () => {
    const cut = await ask({ kind: 'truncated', keep: 40 });
    expect([cut.status, cut.bytes.length, cut.error]).toEqual([200, 40, undefined]);
    expect(() => parseBody(cut)).toThrow();
    const gzip = await ask({ kind: 'truncated', gzip: true });
    expect([gzip.headers['content-encoding'], gzip.bytes.readUInt16BE(0)]).toEqual(['gzip', 0x1f8b]);
  });

  it('resets the connection in the middle, or promises more bytes than it sends', async () => {
    const reset = await ask({ kind: 'reset', keep: 50 });
    expect([reset.bytes.length, reset.error]).toEqual([50, 'ECONNRESET']);
    const short = await ask({ kind: 'wrong_length', by: 10 });
    expect(Number(short.headers['content-length'])).toBe(short.bytes.length + 10);
    expect(short.error).toBeDefined();
  });

  it('reports success without records, while the declared counts stay', async () => {
    const empty = await ask({ kind: 'empty' });
    expect([empty.text, empty.headers['x-total-count']]).toEqual(['[]', '100']);
    simulator.faults.set(people, { kind: 'empty' });
    expect(parseBody(await sendRequest(`${simulator.url}${people}/?results=7`))).toMatchObject({ results: [], info: { results: 7 } });
  });

  it('never ends the pages, with the same content or with new content', async () => {
    const same = await ask({ kind: 'endless', mode: 'same' }, '?_page=900&_limit=3');
    expect(same.headers['link']).toContain('rel="next"');
    expect((await ask({ kind: 'endless', mode: 'same' }, '?_page=901&_limit=3')).text).toBe(same.text);
    const ids = async (page: number) =>
      parseBody<{ id: number }[]>(await ask({ kind: 'endless' }, `?_page=${page}&_limit=3`)).map(({ id }) => id);
    expect(await ids(900)).toEqual([2698, 2699, 2700]);
    expect(await ids(901)).toEqual([2701, 2702, 2703]);
    simulator.faults.set(people, { kind: 'endless', mode: 'same' });
    const [one, two] = [
      await sendRequest(`${simulator.url}${people}/?seed=a&page=4`),
      await sendRequest(`${simulator.url}${people}/?seed=a&page=5`),
    ];
    expect(one.text).toBe(two.text);
  });

  it('spoils single records: no key, a key twice, a huge integer, null', async () => {
    expect(
      parseBody<object[]>(await ask({ kind: 'missing_key', index: 1 }))
        .map((post) => 'id' in post)
        .slice(0, 3),
    ).toEqual([true, false, true]);
    expect((await ask({ kind: 'duplicate_key' })).text.match(/"userId"/g)).toHaveLength(11);
    expect((await ask({ kind: 'huge_integer', digits: '12345678901234567890' })).text).toContain('"userId": 12345678901234567890,');
    expect(parseBody(await ask({ kind: 'nulls' }, '?_page=1&_limit=2'))).toEqual([null, null]);
    simulator.faults.set(people, { kind: 'missing_key' });
    const spoilt = parseBody<{ results: { login: object }[] }>(await sendRequest(`${simulator.url}${people}/1.4/`));
    expect(Object.keys(spoilt.results[0]!.login)).not.toContain('uuid');
  });

  it('spoils the text: invalid UTF-8, a byte order mark', async () => {
    const { bytes } = await ask({ kind: 'invalid_utf8' });
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect((await ask({ kind: 'bom' })).bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
  });

  it('delays the response, and does not keep the simulator from closing', async () => {
    const begun = performance.now();
    const slow = await ask({ kind: 'slow', delayMs: 60 });
    expect(slow.status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(55);
    const dripping = ask({ kind: 'drip' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await simulator.close();
    expect((await dripping).bytes.length).toBeLessThan(5);
  });
});
