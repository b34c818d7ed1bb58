import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { workspace } from '../../product/dist';
import { SettableClock } from '../../product/set-clock';
import { TempFolders } from '../../product/temp-folder';
import { twl } from '../../product/twl';
import { waitFor } from '../../product/wait-for';
import { caller, emulatedEnv } from '../emulated-env';
import { LambdaFunction } from '../lambda-function';
import { WorkerProcess } from '../worker-process';
import { CallRecorder } from './call-recorder';
import { EmulatedCloud } from './emulated-cloud';
import { apps, covers, grantsOf, permissions, type PermittedApp } from './permissions';
import { clientSecret, firstToken, ShopSource } from './shop';
import { writeShopSources } from './shop-sources';
import { FlowStage, wholeFlow } from './whole-flow';

/** Long enough for what a replay replaced to be removed, s. */
const laterSeconds = 2 * 3600;

const placesOf = (env: Record<string, string>) => ({
  table: env['TABLE_NAME']!,
  bucket: env['RAW_BUCKET']!,
  page_queue: env['PAGE_QUEUE']!,
  page_dead_queue: `${env['PAGE_QUEUE']!}-dead`,
  request_queue: env['REQUEST_QUEUE']!,
  request_dead_queue: `${env['REQUEST_QUEUE']!}-dead`,
  secrets: env['SECRETS_PREFIX']!,
  parameters: env['SECRETS_PREFIX']!,
});

const accessTo = (endpoint: string) => ({ region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' }, endpoint });

/** Gives both services the secrets of the shop. */
const keepSecrets = async (endpoint: string, prefix: string): Promise<void> => {
  const [manager, ssm] = [new SecretsManagerClient(accessTo(endpoint)), new SSMClient(accessTo(endpoint))];
  for (const [name, value] of Object.entries({ SHOP_CLIENT: clientSecret, SHOP_REFRESH: firstToken })) {
    await manager.send(new CreateSecretCommand({ Name: `${prefix}${name}`, SecretString: value }));
    await ssm.send(new PutParameterCommand({ Name: `${prefix}${name}`, Value: value, Type: 'SecureString' }));
  }
};

describe('what each app asks AWS for', () => {
  const folders = new TempFolders();
  const shop = new ShopSource();
  const open: LambdaFunction[] = [];
  const servers: WorkerProcess[] = [];
  const clock = new SettableClock(folders.create());
  const recorders = {} as Record<PermittedApp, CallRecorder>;
  const envs = {} as Record<PermittedApp, Record<string, string>>;
  let functions: Record<PermittedApp, LambdaFunction>;
  let stage: FlowStage;
  let cloud: EmulatedCloud;

  const functionOf = (app: PermittedApp, env: Record<string, string> = {}): LambdaFunction => {
    const one = new LambdaFunction(app, { ...envs[app], ...env, DATA_DIR: folders.create() }, folders.create());
    open.push(one);
    return one;
  };

  /** A page of leaflets is on its way to processing. */
  const fetchLeaflets = async (): Promise<void> => {
    const made = await functions.ingestion.invoke({ run: { source: 'leaflets' } });
    expect(made).toMatchObject({ runs: [{ state: 'running', pages: 1 }] });
  };

  beforeAll(async () => {
    const sourcesDir = folders.create();
    writeShopSources(sourcesDir, await shop.start());
    const { SOURCES_DIR, ...settings } = emulatedEnv(sourcesDir);
    const { AWS_ENDPOINT_URL: others, AWS_ENDPOINT_URL_DYNAMODB: dynamo, PAGE_QUEUE: pages, REQUEST_QUEUE: requests } = settings;
    const env = { ...settings, ...caller, SOURCES_FROM: 'bucket', SECRETS: 'secrets-manager', SECRETS_PREFIX: `/${settings.TABLE_NAME}/` };
    expect(await twl(['export'], { ...env, CREATE_RESOURCES: 'on', DATA_DIR: folders.create() })).toMatchObject({ code: 0 });
    expect(await twl(['sources', 'push', '--yes'], { ...env, SOURCES_DIR })).toMatchObject({ code: 0 });
    await keepSecrets(others, env.SECRETS_PREFIX);
    for (const app of apps) {
      recorders[app] = new CallRecorder({ dynamo, others }, placesOf(env));
      const url = await recorders[app].start();
      envs[app] = { ...env, ...clock.env, AWS_ENDPOINT_URL: url, AWS_ENDPOINT_URL_DYNAMODB: url };
    }
    functions = { ingestion: functionOf('ingestion'), processing: functionOf('processing'), api: functionOf('api') };
    // Who sees the clock jump does not trust it for an hour.
    const later = async () => {
      await Promise.all([functions.ingestion.stop(), functions.api.stop()]);
      clock.set(laterSeconds);
    };
    cloud = new EmulatedCloud(functions, { endpoint: others, pages, requests, later });
    stage = new FlowStage(cloud, shop);
    // An upload in parts that cannot be ended is taken back, and made anew.
    recorders.ingestion.refuseNext('S3.CompleteMultipartUpload', 412);
  }, 120_000);

  afterAll(async () => {
    for (const app of apps) process.stderr.write(`${app} asked AWS for ${String(recorders[app].calls.length)} things\n`);
    await Promise.all(open.map((one) => one.stop()));
    for (const one of servers) await one.end('SIGKILL');
    for (const recorder of Object.values(recorders)) recorder.close();
    shop.close();
    await folders.remove();
  });

  it.each(wholeFlow.slice(0, -1))('%s', (_, play) => play(stage), 150_000);

  it('a page that cannot be read for now is given back, and applied when it can', async () => {
    recorders.processing.refuseNext('S3.GetObject', 403, '/raw/');
    await fetchLeaflets();
    await waitFor('the page is given back', async () => {
      await stage.settle().catch(() => undefined);
      return recorders.processing.calls.some(({ operation }) => operation === 'SQS.ChangeMessageVisibility');
    });
    await waitFor('the page is applied', async () => {
      await stage.settle();
      return (await stage.get<{ data: { print: number } }>('/records/leaflets.leaflets.1')).data.print === shop.printed;
    });
  });

  it('a page whose object is lost is set aside as such', async () => {
    const s3 = new S3Client({ ...accessTo(process.env['TWL_TEST_AWS']!), forcePathStyle: true });
    await fetchLeaflets();
    const Bucket = envs.api['RAW_BUCKET']!;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'raw/source=leaflets/' }));
    await s3.send(
      new DeleteObjectCommand({
        Bucket,
        Key: Contents.map(({ Key }) => Key!)
          .sort()
          .at(-1)!,
      }),
    );
    await waitFor('the page is set aside', async () => {
      await stage.settle().catch(() => undefined);
      return (await stage.failures('source=leaflets')).some(({ reason }) => reason === 'RAW_MISSING');
    });
  });

  // From here on the clock is ahead. The client of the SDK would try what is refused again, with the time that the answer says.
  it.each(wholeFlow.slice(-1))('%s', (_, play) => play(stage), 150_000);

  it('runs that do not fit into an invocation are asked for by a message', async () => {
    await functions.ingestion.invoke({ run: { source: 'slow' } }, 26_000);
    await stage.settle();
    expect(await stage.count('slow')).toBe(9);
  });

  it('secrets are read of Parameter Store where they are there', async () => {
    const other = functionOf('ingestion', { SECRETS: 'parameter-store' });
    expect(await other.invoke({ run: { source: 'members' } })).toMatchObject({ runs: [{ state: 'not_modified' }] });
  });

  it('servers do the same as functions', async () => {
    for (const app of ['ingestion', 'processing'] as const)
      servers.push(new WorkerProcess({ ...envs[app], DATA_DIR: folders.create() }, app));
    await cloud.request('no request');
    await stage.post('/sources/leaflets/runs', undefined, 202);
    const done = [
      ['ingestion', 'SQS.ChangeMessageVisibility'],
      ['ingestion', 'SQS.DeleteMessage'],
      ['processing', 'SQS.DeleteMessage'],
    ] as const;
    for (const [app, beginning] of done)
      await waitFor(`${beginning} of ${app}`, () => recorders[app].calls.some(({ operation }) => operation.startsWith(beginning)));
  });

  it('every operation of the API was asked for', () => {
    const { paths } = JSON.parse(readFileSync(join(workspace, 'docs/openapi.json'), 'utf8')) as { paths: Record<string, object> };
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      ['get', 'post'].filter((method) => method in item).map((method) => `${method.toUpperCase()} ${path.replace(/^\/api/, '')}`),
    );
    const isLike = (operation: string) => new RegExp(`^${operation.replace(/\{\w+\}/g, '[^/]+')}$`);
    expect(operations.filter((operation) => ![...cloud.asked].some((asked) => isLike(operation).test(asked)))).toEqual([]);
  });

  describe.each(apps)('%s', (app) => {
    const statements = permissions.apps[app];

    it('asks for nothing that terraform/permissions.json does not permit', () => {
      const grants = grantsOf(statements.filter(({ by }) => by === undefined));
      const missing = recorders[app].calls.flatMap(({ operation, needs }) =>
        needs
          .filter((need) => !grants.some((grant) => covers(grant, need)))
          .map(({ action, resource }) => `${action} on ${resource} (${operation})`),
      );
      expect([...new Set(missing)].sort()).toEqual([]);
    });

    it('is permitted nothing that it does not ask for', () => {
      const needs = recorders[app].calls.flatMap((call) => call.needs);
      const grants = grantsOf(statements.filter(({ by }) => by === undefined));
      const unused = grants.filter((grant) => !needs.some((need) => covers(grant, need)));
      expect(unused.map(({ action, resource }) => `${action} on ${resource}`).sort()).toEqual([]);
    });
  });
});
