import { sendRequest, parseBody } from '../send-request';
import { startSimulator, type Simulator } from '../start-simulator';
import type { Post } from './post';

describe('the posts', () => {
  let simulator: Simulator;
  let time = Date.parse('2026-01-31T12:00:00Z');
  const posts = (query = ''): Promise<Post[]> =>
    sendRequest(`${simulator.url}/jsonplaceholder/posts${query}`).then((got) => parseBody<Post[]>(got));

  beforeEach(async () => {
    simulator = await startSimulator({ seed: 7, clock: { now: () => time }, changeEveryMs: 60_000 });
  });
  afterEach(() => simulator.close());

  it('are a hundred at the start, in the format of the real ones', async () => {
    const all = await posts();
    expect(all).toHaveLength(100);
    expect(Object.keys(all[0]!)).toEqual(['userId', 'id', 'title', 'body']);
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(all[99]!.userId).toBe(10);
    expect(new Set(all.map(({ body }) => body)).size).toBe(100);
  });

  it('depend only on the seed', async () => {
    const twin = await startSimulator({ seed: 7 });
    const other = await startSimulator({ seed: 8 });
    expect(twin.posts.all()).toEqual(await posts());
    expect(other.posts.all()[0]).not.toEqual((await posts())[0]);
    await Promise.all([twin.close(), other.close()]);
  });

  it('come in pages with a total and links', async () => {
    const got = await sendRequest(`${simulator.url}/jsonplaceholder/posts?_page=2&_limit=30`);
    expect(parseBody<Post[]>(got).map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => index + 31));
    expect(got.headers['x-total-count']).toBe('100');
    const link = (rel: string, page: number) => `<${simulator.url}/jsonplaceholder/posts?_page=${page}&_limit=30>; rel="${rel}"`;
    expect(got.headers['link']).toBe([link('first', 1), link('prev', 1), link('next', 3), link('last', 4)].join(', '));
  });

  it('end with an empty page, and ten to a page by default', async () => {
    expect(await posts('?_page=5&_limit=30')).toEqual([]);
    expect(await posts('?_page=1')).toHaveLength(10);
    expect((await sendRequest(`${simulator.url}/jsonplaceholder/posts?_page=10`)).headers['link']).not.toContain('rel="next"');
  });

  it('come from an offset and by a field', async () => {
    expect((await posts('?_start=95&_limit=10')).map(({ id }) => id)).toEqual([96, 97, 98, 99, 100]);
    expect((await posts('?userId=3')).map(({ userId }) => userId)).toEqual(Array<number>(10).fill(3));
  });

  it('are found by id; an unknown id is 404 with an empty object', async () => {
    expect(parseBody<Post>(await sendRequest(`${simulator.url}/jsonplaceholder/posts/100`)).id).toBe(100);
    const missing = await sendRequest(`${simulator.url}/jsonplaceholder/posts/101`);
    expect([missing.status, missing.text]).toEqual([404, '{}']);
  });

  it('are not sent again to a client that has their weak ETag', async () => {
    const url = `${simulator.url}/jsonplaceholder/posts?_page=1`;
    const first = await sendRequest(url);
    const tag = first.headers.etag!;
    expect(tag).toMatch(/^W\/"[0-9a-f]+-.{27}"$/);
    const again = await sendRequest(url, { headers: { 'If-None-Match': tag } });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', tag]);
    simulator.posts.edit(5, { title: 'another' });
    expect((await sendRequest(url, { headers: { 'If-None-Match': tag } })).status).toBe(200);
  });

  it('change with time, the same way for the same seed', async () => {
    const before = await posts();
    time += 60_000;
    const after = await posts();
    expect(after).toHaveLength(101);
    const edited = before.filter((post, index) => JSON.stringify(post) !== JSON.stringify(after[index]));
    expect(edited).toHaveLength(2);
    const late = await startSimulator({ seed: 7, clock: { now: () => time }, since: time - 60_000 });
    expect(late.posts.all()).toEqual(after);
    await late.close();
  });

  it('are available as fast after years as after a minute, and no more than a few thousand', async () => {
    const begun = performance.now();
    const old = await startSimulator({ seed: 7, clock: { now: () => time }, since: time - 10 * 365 * 86_400_000 });
    const all = old.posts.all();
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(all).toHaveLength(2_000);
    time += 60_000;
    const changed = old.posts.all().filter((post, index) => post.title !== all[index]!.title).length;
    expect(changed).toBeGreaterThanOrEqual(2);
    expect(changed).toBeLessThan(10);
    await old.close();
  });

  it('do not change if no change is asked for, or if the clock goes back', async () => {
    const still = await startSimulator({ seed: 7, clock: { now: () => time }, changeEveryMs: 0 });
    const before = still.posts.all();
    time += 3_600_000;
    expect(still.posts.all()).toEqual(before);
    const later = await posts();
    time -= 3_600_000;
    expect(await posts()).toEqual(later);
    await still.close();
  });
});
