import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { writePostsSource } from '../product/posts-source';
import { TempFolders } from '../product/temp-folder';
import { twl } from '../product/twl';
import { caller, emulatedEnv } from './emulated-env';
import { LambdaFunction } from './lambda-function';
import { SlowServer } from './slow-server';
import { WorkerProcess } from './worker-process';

/** Posts on a page, pages of the run, and how long each takes at least, ms. */
const [pageSize, pages, slowMs] = [12, 9, 500];

/** How long messages are hidden that nobody gives back, ms. */
const hiddenMs = 60_000;

describe('the worker on SQS, told to stop with a batch in hand', () => {
  const folders = new TempFolders();
  const { TWL_TEST_AWS: aws = '', TWL_TEST_DYNAMO: dynamo = '' } = process.env;
  const slow = new SlowServer(dynamo, slowMs);
  const workers: WorkerProcess[] = [];
  let simulator: Simulator;
  let env: Record<string, string>;

  const worker = (more: Record<string, string> = {}): WorkerProcess => {
    const started = new WorkerProcess({ ...env, ...more, DATA_DIR: folders.create() });
    workers.push(started);
    return started;
  };

  /** Messages that can be received, and messages that somebody holds. */
  const waiting = async () => {
    const client = new SQSClient({ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, endpoint: aws });
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: env['PAGE_QUEUE'] }));
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    client.destroy();
    const { ApproximateNumberOfMessages: ready, ApproximateNumberOfMessagesNotVisible: held } = Attributes!;
    return { ready: Number(ready), held: Number(held) };
  };

  beforeAll(async () => {
    const sourcesDir = folders.create();
    simulator = await startSimulator({ port: 0, since: Date.now() });
    writePostsSource(sourcesDir, 'posts', { address: simulator.url, pageSize });
    env = { ...emulatedEnv(sourcesDir), ...caller };
    expect(await twl(['export'], { ...env, CREATE_RESOURCES: 'on', DATA_DIR: folders.create() })).toMatchObject({ code: 0 });
    const ingestion = new LambdaFunction('ingestion', { ...env, DATA_DIR: folders.create() }, folders.create());
    const { runs } = await ingestion.invoke<{ runs: Run[] }>({ run: { source: 'posts' } });
    await ingestion.stop();
    expect(runs).toMatchObject([{ pages }]);
  });

  afterAll(async () => {
    for (const one of workers) await one.end('SIGKILL');
    slow.close();
    await simulator.close();
    await folders.remove();
  });

  it('finishes the page in hand, gives back the others, and ends with 0', async () => {
    const first = worker({ AWS_ENDPOINT_URL_DYNAMODB: await slow.start() });
    await first.logged('page.applied', 2);
    const { code, ms } = await first.end('SIGTERM');
    expect(code).toBe(0);
    expect(ms).toBeLessThan(10_000);
    const applied = first.of('page.applied').length;
    expect(applied).toBeGreaterThanOrEqual(2);
    expect(applied).toBeLessThan(pages);
    expect(first.of('process.stopped')).toHaveLength(1);
    expect(await waiting()).toEqual({ ready: pages - applied, held: 0 });
  });

  it('leaves what it gave back to the next one at once, and no page is applied twice', async () => {
    const started = performance.now();
    const second = worker();
    await second.logged('run.closed');
    expect(performance.now() - started).toBeLessThan(hiddenMs / 2);
    const applied = workers.flatMap((one) => one.of('page.applied').map(({ pageIndex }) => pageIndex));
    expect(applied.sort((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: pages }, (_, index) => index));
    expect(second.of('run.closed')).toMatchObject([{ state: 'succeeded', fetched: 100, new: 100, duplicate: 0, unchanged: 0 }]);
    expect(await second.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(await waiting()).toEqual({ ready: 0, held: 0 });
    const { stdout } = await twl(['export', '--canonical'], { ...env, DATA_DIR: folders.create() });
    const versions = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { version: number }).version);
    expect(versions).toEqual(Array.from({ length: 100 }, () => 1));
  });
});
