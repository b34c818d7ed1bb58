import { statSync } from 'node:fs';
import { join } from 'node:path';
import { SQSClient, type Message } from '@aws-sdk/client-sqs';
import type { CuratedRecord, Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { workspace } from '../product/dist';
import { writePostsSource } from '../product/posts-source';
import { TempFolders } from '../product/temp-folder';
import { twl } from '../product/twl';
import { caller, emulatedEnv } from './emulated-env';
import { EventBus } from './event-bus';
import { httpEvent, type LambdaHttpAnswer } from './http-event';
import { LambdaFunction } from './lambda-function';

describe('the three functions, by events alone', () => {
  const folders = new TempFolders();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sent: string[] = [];
  let simulator: Simulator;
  let env: Record<string, string>;
  let ingestion: LambdaFunction;
  let processing: LambdaFunction;
  let api: LambdaFunction;
  let pages: EventBus;
  let requests: EventBus;

  const get = async <T>(path: string, query = ''): Promise<T> => {
    const answer = await api.invoke<LambdaHttpAnswer>(httpEvent(`/api${path}`, query));
    if (answer.statusCode !== 200) throw new Error(`${path} answered ${answer.statusCode}: ${answer.body}`);
    return JSON.parse(answer.body) as T;
  };
  const records = async () => (await get<{ items: CuratedRecord[] }>('/records', 'limit=200&source=posts')).items;
  const runs = async () => (await get<{ items: Run[] }>('/runs', 'source=posts')).items;

  beforeAll(async () => {
    const [sourcesDir, dataDir] = [folders.create(), folders.create()];
    simulator = await startSimulator({ port: 0, since: Date.now() });
    writePostsSource(sourcesDir, 'posts', { address: simulator.url, settings: { schedule: { cron: '* * * * *' } } });
    const settings = emulatedEnv(sourcesDir);
    env = { ...settings, ...caller, DATA_DIR: join(dataDir, 'functions') };
    const created = await twl(['export'], { ...env, CREATE_RESOURCES: 'on' });
    expect(created).toMatchObject({ code: 0, stdout: '' });
    const client = new SQSClient({ region: 'us-east-1', credentials, endpoint: settings.AWS_ENDPOINT_URL });
    ingestion = new LambdaFunction('ingestion', env, dataDir);
    processing = new LambdaFunction('processing', env, dataDir);
    api = new LambdaFunction('api', env, dataDir);
    pages = new EventBus(client, settings.PAGE_QUEUE, processing);
    requests = new EventBus(client, settings.REQUEST_QUEUE, ingestion);
  });

  afterAll(async () => {
    await Promise.all([ingestion, processing, api].map((one) => one?.stop()));
    await simulator?.close();
    await folders.remove();
  });

  it('the API loads at most 1.65 MB of code before it answers', () => {
    expect(statSync(join(workspace, 'dist/functions/api/app.js')).size).toBeLessThan(1_650_000);
  });

  it('a schedule brings pages into the raw zone, their messages bring records into the table, a request shows them', async () => {
    const scheduled = await ingestion.invoke<{ runs: Run[] }>({ 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} });
    expect(scheduled.runs).toMatchObject([{ source: 'posts', state: 'running', pages: 6 }]);
    expect(await records()).toEqual([]);
    const keep = (messages: Message[]) => {
      sent.push(...messages.map(({ Body }) => Body!));
      return [...messages, ...messages].reverse();
    };
    expect(await pages.drain({ shuffle: keep })).toBe(6);
    expect(await records()).toHaveLength(100);
    expect(await runs()).toMatchObject([{ state: 'succeeded', counts: { fetched: 100, new: 100 } }]);
  });

  it('a schedule that comes twice makes one run', async () => {
    const again = await ingestion.invoke<{ runs: Run[] }>({ schedule: {} });
    expect(again.runs.every(({ state }) => state !== 'running')).toBe(true);
    expect(await pages.drain()).toBe(0);
  });

  it('a run by hand that finds nothing changed writes nothing', async () => {
    const { runs: made } = await ingestion.invoke<{ runs: Run[] }>({ run: { source: 'posts' } });
    expect(made).toMatchObject([{ state: 'not_modified', counts: { fetched: 100, unchanged: 100 } }]);
  });

  it('a request to the API is a message for ingestion', async () => {
    const { statusCode, body } = await api.invoke<LambdaHttpAnswer>(httpEvent('/api/sources/posts/runs', '', { method: 'POST' }));
    expect(statusCode).toBe(202);
    const [asked] = (JSON.parse(body) as { runs: { id: string }[] }).runs;
    expect(await requests.drain()).toBe(1);
    expect(await get(`/runs/${asked!.id}`)).toMatchObject({ trigger: 'manual', state: 'not_modified' });
  });

  it('messages that come twice, or again much later, change nothing', async () => {
    const before = JSON.stringify(await records());
    for (const body of sent) await pages.send(body);
    await pages.drain({ shuffle: (messages) => [...messages, ...messages] });
    expect(JSON.stringify(await records())).toBe(before);
    expect((await runs()).at(-1)).toMatchObject({ state: 'succeeded', counts: { fetched: 100, new: 100 } });
  });

  it('one message that fails comes back, and no other', async () => {
    for (const body of [...sent.slice(0, 2), 'not even JSON', ...sent.slice(2, 4)]) await pages.send(body);
    const messages = await pages.receive();
    const { batchItemFailures } = await pages.deliver(messages);
    const bad = messages.filter(({ Body }) => Body === 'not even JSON').map(({ MessageId }) => ({ itemIdentifier: MessageId }));
    expect(messages).toHaveLength(5);
    expect(batchItemFailures).toEqual(bad);
  });

  it('an unknown event fails the invocation, and says what is known', async () => {
    await expect(ingestion.invoke({ hello: 1 })).rejects.toThrow('unknown event: send {"schedule":{}}');
    await expect(ingestion.invoke({ run: { source: 'nobody' } })).rejects.toThrow('there is no source "nobody"');
    await expect(ingestion.invoke({ run: { source: 'posts', streams: ['nope'] } })).rejects.toThrow('there is no stream "posts.nope"');
    await expect(processing.invoke({ hello: 1 })).rejects.toThrow(
      'unknown event: this function handles batches of messages of the page queue',
    );
  });

  it('a batch fails as a whole when the store cannot be reached, so that nothing is deleted', async () => {
    const cut = new LambdaFunction(
      'processing',
      {
        ...env,
        AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
        AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      },
      folders.create(),
    );
    await expect(cut.invoke({ Records: [{ messageId: 'a', receiptHandle: 'a', body: '{}', attributes: {} }] }, 3000)).rejects.toThrow();
    await cut.stop();
  });

  it('names a time-out that is too short for any run, and sends itself nothing', async () => {
    await expect(ingestion.invoke({ run: { source: 'posts' } }, 12_000)).rejects.toThrow("the function's time-out leaves 1");
    expect(await requests.drain()).toBe(0);
  });

  it('answers as a server does: ETags, problems, no page beside the API', async () => {
    const first = await api.invoke<LambdaHttpAnswer>(httpEvent('/api/records', 'limit=1'));
    expect(first.headers['etag']).toMatch(/^"/);
    const event = httpEvent('/api/records', 'limit=1');
    const same = await api.invoke<LambdaHttpAnswer>({ ...event, headers: { ...event.headers, 'if-none-match': first.headers['etag']! } });
    expect(same).toMatchObject({ statusCode: 304, body: '' });
    expect(await api.invoke(httpEvent('/api/records', 'nonsense=1'))).toMatchObject({ statusCode: 400 });
    expect(await api.invoke(httpEvent('/api/nowhere'))).toMatchObject({ statusCode: 404 });
    expect(await get('/openapi.json')).toMatchObject({ openapi: '3.1.0' });
    const docs = await api.invoke<LambdaHttpAnswer>(httpEvent('/api/docs'));
    expect(docs).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    for (const [, path] of docs.body.matchAll(/(?:src|href)="([^"]+)"/g))
      expect([path, (await api.invoke<LambdaHttpAnswer>(httpEvent(`/api/${path!}`))).statusCode]).toEqual([path, 200]);
    expect(await api.invoke(httpEvent('/api/health/ready'))).toMatchObject({ statusCode: 200 });
    const walked = await get<{ items: CuratedRecord[]; page: { next: string } }>('/records', 'limit=60&source=posts');
    const rest = await get<{ items: CuratedRecord[] }>('/records', `limit=60&source=posts&cursor=${encodeURIComponent(walked.page.next)}`);
    expect(new Set([...walked.items, ...rest.items].map((record) => record.id)).size).toBe(100);
  });
});
