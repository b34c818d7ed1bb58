import { createServer, type Server } from 'node:http';
import { SQSClient } from '@aws-sdk/client-sqs';
import { handedOverSchema, type CuratedRecord, type List } from '@twl/contracts';
import { listenOnLoopback } from '../product/loopback';
import { writePostsSource } from '../product/posts-source';
import { TempFolders } from '../product/temp-folder';
import { twl } from '../product/twl';
import { caller, emulatedEnv } from './emulated-env';
import { EventBus } from './event-bus';
import { Gateway } from './gateway';
import { LambdaFunction } from './lambda-function';

/** Lambda refuses a longer answer. */
const lambdaBytes = 6_291_556;

/** Every sixth character is one that takes two bytes in JSON, and two more in the JSON around it. */
const textOf = (bytes: number): string => 'five "'.repeat(bytes / 6);

/** The first is too large for an answer by itself, the others together. */
const posts = Array.from({ length: 25 }, (_, n) => ({ id: n + 1, title: `post ${n + 1}`, body: textOf(n === 0 ? 6e6 : 600_000) }));

/** An API that has these posts, ten on a page. */
const postsServer = (): Server =>
  createServer(({ url }, answer) => {
    const page = Number(new URL(url!, 'http://posts.example').searchParams.get('_page') ?? 1);
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(posts.slice((page - 1) * 10, page * 10)));
  });

describe('answers of the API that are too large for Lambda', () => {
  const folders = new TempFolders();
  let source: Server;
  let gateway: Gateway;
  let url: string;
  let functions: LambdaFunction[] = [];

  /** Asks as browsers, `curl -L` and most clients do: they go where a 303 leads. */
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${url}/api${path}`);
    expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'application/json; charset=utf-8']);
    return (await answer.json()) as T;
  };

  beforeAll(async () => {
    const [sourcesDir, dataDir] = [folders.create(), folders.create()];
    source = postsServer();
    writePostsSource(sourcesDir, 'posts', { address: await listenOnLoopback(source), pageSize: 10 });
    const settings = emulatedEnv(sourcesDir);
    const env = { ...settings, ...caller, DATA_DIR: dataDir };
    expect(await twl(['export'], { ...env, CREATE_RESOURCES: 'on' })).toMatchObject({ code: 0 });
    const [ingestion, processing, api] = (['ingestion', 'processing', 'api'] as const).map(
      (name) => new LambdaFunction(name, env, dataDir),
    );
    functions = [ingestion!, processing!, api!];
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new SQSClient({ region: 'us-east-1', credentials, endpoint: settings.AWS_ENDPOINT_URL });
    expect(await ingestion!.invoke({ run: { source: 'posts' } })).toMatchObject({ runs: [{ pages: 3 }] });
    expect(await new EventBus(client, settings.PAGE_QUEUE, processing!).drain()).toBe(3);
    gateway = new Gateway(api!);
    url = await gateway.start();
  }, 120_000);

  afterAll(async () => {
    await Promise.all(functions.map((one) => one.stop()));
    gateway?.close();
    source?.close();
    await folders.remove();
  });

  afterEach(() => {
    expect(gateway.payloads.filter((bytes) => bytes > lambdaBytes)).toEqual([]);
  });

  it('a list ends early, and goes on with its cursor until everything was shown once', async () => {
    const pages: CuratedRecord[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { items, page }: List<CuratedRecord> = await get(`/records?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      pages.push(items);
      cursor = page.next;
    }
    const found = pages.flat().map(({ data }) => data);
    expect(found.length).toBe(posts.length);
    expect(new Set(found.map(({ id }) => id)).size).toBe(posts.length);
    for (const { id, body } of found) expect([id, body === posts[Number(id) - 1]!.body]).toEqual([id, true]);
    expect(pages.length).toBeGreaterThan(3);
    expect(Math.max(...pages.map(({ length }) => length))).toBeGreaterThan(4);
  });

  it('one record is a 303 to a signed address, and to the same object the next time', async () => {
    const asked = await fetch(`${url}/api/records/posts.posts.1`, { redirect: 'manual' });
    const first = handedOverSchema.parse(await asked.json());
    expect(asked.status).toBe(303);
    expect(asked.headers.get('location')).toBe(first.url);
    expect(asked.headers.get('cache-control')).toBe('no-store');
    expect(first.bytes).toBeGreaterThan(7e6);
    const address = new URL(first.url);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      'X-Amz-Expires': '300',
      'X-Amz-Signature': expect.stringMatching(/^\w+$/),
    });
    expect(address.pathname).toMatch(/\/answers\/[0-9a-f]{64}$/);
    const again = await fetch(`${url}/api/records/posts.posts.1`, { redirect: 'manual' });
    expect(new URL(handedOverSchema.parse(await again.json()).url).pathname).toBe(address.pathname);
    const { data } = await get<CuratedRecord>('/records/posts.posts.1');
    expect(data['body'] === posts[0]!.body).toBe(true);
  });

  it('where a record came from, its versions and a list of it alone come by the same way', async () => {
    const raw = await get<{ item: { body: string } }>('/records/posts.posts.1/raw');
    expect(raw.item.body === posts[0]!.body).toBe(true);
    const versions = await get<List<{ data: { body: string } }>>('/records/posts.posts.1/versions');
    expect(versions.items.map(({ data }) => data.body === posts[0]!.body)).toEqual([true]);
  });

  it('what fits is answered as ever', async () => {
    const answer = await fetch(`${url}/api/records/posts.posts.2`, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, expect.stringMatching(/^"/)]);
  });
});
