import type { Run } from '@twl/contracts';
import { startSimulator, type Simulator } from '@twl/simulator';
import { writePostsSource } from '../product/posts-source';
import { Product } from '../product/product';
import { TempFolders } from '../product/temp-folder';
import { twl } from '../product/twl';
import { emulatedEnv } from './emulated-env';

describe('the whole product on AWS', () => {
  const folders = new TempFolders();
  let simulator: Simulator;
  let env: Record<string, string>;
  let product: Product;

  beforeAll(async () => {
    const sourcesDir = folders.create();
    simulator = await startSimulator({ port: 0, since: Date.now() });
    writePostsSource(sourcesDir, 'posts', { address: simulator.url });
    env = { ...emulatedEnv(sourcesDir), CREATE_RESOURCES: 'on' };
    product = new Product({ dataDir: folders.create(), sourcesDir, env });
  });

  afterAll(async () => {
    await product.kill();
    await simulator.close();
    await folders.remove();
  });

  it('fetches, processes with the worker on SQS, and shows', async () => {
    await product.start();
    await product.api.settled('posts');
    expect(await product.api.records({ source: 'posts' })).toHaveLength(100);
    expect(await product.api.run('posts')).toMatchObject({ state: 'not_modified' });
  });

  it('says of a run what it asked AWS for', async () => {
    const { items } = await product.api.get<{ items: Run[] }>('/runs?source=posts&limit=200');
    const { id } = items.find(({ state }) => state === 'succeeded')!;
    const { usage } = await product.api.get<Run>(`/runs/${encodeURIComponent(id)}`);
    expect(usage?.requests).toMatchObject({ 'S3.PutObject': 6, 'S3.GetObject': 6 });
    expect(usage?.requests['DynamoDB.TransactWriteItems']).toBeGreaterThan(5);
    expect(usage?.writeUnits).toBeGreaterThan(200);
  });

  it('says in its log what a run asked AWS for', () => {
    const lines = product.output.split('\n').filter((line) => line.includes('"run.closed"'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.some((line) => /"awsDynamo":[1-9]/.test(line) && /"awsWriteUnits":[1-9]/.test(line))).toBe(true);
  });

  it('stops at once when it is told to, while its worker waits for messages', async () => {
    // A process that takes longer than its grace ends with 1.
    expect(await product.stop()).toBe(0);
  });

  it('has everything when it is started again with an empty data folder', async () => {
    const { code, stdout } = await twl(['export', '--canonical'], { ...env, DATA_DIR: folders.create() });
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(100);
  });

  it('shows what stands in the table in full', async () => {
    const streams = await twl(['item', 'STREAMS', '--json'], { ...env, DATA_DIR: folders.create() });
    const [stream] = (JSON.parse(streams.stdout) as { items: { attributes: { generation: string } }[] }).items;
    expect(stream).toMatchObject({ item: 'stream', attributes: { source: 'posts', stream: 'posts' } });
    const own = { ...env, DATA_DIR: folders.create() };
    const { code, stdout } = await twl(['item', `D#${stream!.attributes.generation}#0`, '--limit', '1'], own);
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ item: 'record', body: expect.objectContaining({ source: 'posts', data: expect.anything() }) }),
    ]);
    expect(await twl(['item', 'nowhere', 'S'], own)).toMatchObject({ code: 2, stderr: 'there is no item "nowhere, S"\n' });
  });

  it('names all that is wrong with its settings at once', async () => {
    const wrong = { ENGINE: 'aws', PORT: 'x', RAW_BUCKET: 'No Bucket', PATH: process.env['PATH'] ?? '' };
    const { code, stderr } = await twl(['up'], wrong);
    expect(code).toBe(2);
    for (const name of ['PORT:', 'RAW_BUCKET:', 'AWS_REGION:']) expect(stderr).toContain(name);
  });

  it('says which resource is missing, and what to do', async () => {
    const { code, stderr } = await twl(['up'], { ...env, CREATE_RESOURCES: 'off', PAGE_QUEUE: 'nowhere', DATA_DIR: folders.create() });
    expect(code).toBe(2);
    expect(stderr).toContain('queue nowhere: it does not exist: check its name and AWS_REGION, or create it with --create');
  });
});
