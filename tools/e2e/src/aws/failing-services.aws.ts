import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { startSimulator, type Simulator } from '@twl/simulator';
import { writePostsSource } from '../product/posts-source';
import { TempFolders } from '../product/temp-folder';
import { twl } from '../product/twl';
import { caller, emulatedEnv } from './emulated-env';
import { EventBus } from './event-bus';
import { LambdaFunction } from './lambda-function';

/** Nobody listens there. */
const nobody = 'http://127.0.0.1:9';

/** What is wrong, as the settings that make it so. */
const faults: Record<string, Record<string, string>> = {
  'DynamoDB away': { AWS_ENDPOINT_URL_DYNAMODB: nobody },
  'S3 away': { AWS_ENDPOINT_URL_S3: nobody },
  'SQS away': { AWS_ENDPOINT_URL_SQS: nobody },
  'a wrong table name': { TABLE_NAME: 'no-such-table' },
  'a wrong bucket name': { RAW_BUCKET: 'no-such-bucket' },
  'a wrong name of the page queue': { PAGE_QUEUE: 'no-such-queue' },
};

const messageOf = (body: string) => ({
  Records: [{ messageId: 'm1', receiptHandle: 'r1', body, attributes: { ApproximateReceiveCount: '1' }, eventSource: 'aws:sqs' }],
});

/** What came of an invocation: `failed` is what Lambda counts as an error. */
type Cell = 'failed' | { answer: unknown };

describe('the functions where a service of AWS fails', () => {
  const folders = new TempFolders();
  const open: LambdaFunction[] = [];
  const seen = new Map<string, Cell>();
  let simulator: Simulator;

  /** A function of its own per cell: what one has looked up must not help another. */
  const invoke = async (name: 'ingestion' | 'processing' | 'api', env: Record<string, string>, event: unknown): Promise<Cell> => {
    const target = new LambdaFunction(name, env, folders.create());
    open.push(target);
    try {
      return { answer: await target.invoke(event, 45_000) };
    } catch {
      return 'failed';
    } finally {
      await target.stop();
    }
  };

  const inTurns = async (work: (() => Promise<void>)[], lanes: number): Promise<void> => {
    const waiting = [...work];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await next();
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };

  beforeAll(async () => {
    const [sourcesDir, dataDir] = [folders.create(), folders.create()];
    simulator = await startSimulator({ port: 0, since: Date.now() });
    // Each cell has a source of its own, so that no run is in the way of another.
    const names = Object.keys(faults).flatMap((_, fault) =>
      ['schedule', 'run', 'request'].map((event) => `posts-${String(fault)}-${event}`),
    );
    for (const name of ['posts', ...names])
      writePostsSource(sourcesDir, name, { address: simulator.url, settings: { schedule: { cron: '* * * * *' } } });
    const settings = emulatedEnv(sourcesDir);
    const env = { ...settings, ...caller, DATA_DIR: join(dataDir, 'functions'), LOG_LEVEL: 'silent' };
    await twl(['export'], { ...env, CREATE_RESOURCES: 'on' });
    const healthy = new LambdaFunction('ingestion', env, dataDir);
    open.push(healthy);
    await healthy.invoke({ run: { source: 'posts' } });
    const client = new SQSClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      endpoint: settings.AWS_ENDPOINT_URL,
    });
    const [page] = await new EventBus(client, settings.PAGE_QUEUE, healthy).receive();
    const requestFor = (source: string) =>
      messageOf(
        JSON.stringify({
          ...{ v: 2, source, runs: [{ runId: `${source}.posts.asked`, stream: 'posts' }], trigger: 'manual' },
          requestedAt: '2026-01-01T00:00:00.000Z',
        }),
      );
    const http = {
      ...{ version: '2.0', routeKey: '$default', rawQueryString: '', isBase64Encoded: false, headers: { accept: 'application/json' } },
      ...{ rawPath: '/api/records', requestContext: { http: { method: 'GET', path: '/api/records', sourceIp: '203.0.113.7' } } },
    };
    const cells = Object.entries(faults).flatMap(([fault, wrong], n) =>
      (
        [
          ['a schedule', 'ingestion', { schedule: { source: `posts-${String(n)}-schedule` } }],
          ['a run by hand', 'ingestion', { run: { source: `posts-${String(n)}-run` } }],
          ['a request', 'ingestion', requestFor(`posts-${String(n)}-request`)],
          ['a page', 'processing', messageOf(page!.Body!)],
          ['a question', 'api', http],
        ] as const
      ).map(([event, name, body]) => async (): Promise<void> => {
        seen.set(`${fault}, ${event}`, await invoke(name, { ...env, ...wrong, DATA_DIR: folders.create() }, body));
      }),
    );
    await inTurns(cells, 4);
  }, 420_000);

  afterAll(async () => {
    await Promise.all(open.map((one) => one.stop()));
    await simulator?.close();
    await folders.remove();
  });

  describe.each(Object.keys(faults))('%s', (fault) => {
    it.each(['a schedule', 'a run by hand', 'a request'])('fails ingestion for %s', (event) => {
      expect(seen.get(`${fault}, ${event}`)).toBe('failed');
    });
  });

  it.each(Object.keys(faults).filter((fault) => !fault.includes('SQS')))('%s fails processing', (fault) => {
    expect(seen.get(`${fault}, a page`)).toBe('failed');
  });

  it.each(['DynamoDB away', 'a wrong table name'])('%s is a 503 of the API', (fault) => {
    expect(seen.get(`${fault}, a question`)).toMatchObject({ answer: { statusCode: 503 } });
  });
});
