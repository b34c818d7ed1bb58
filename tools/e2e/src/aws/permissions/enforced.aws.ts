import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { TempFolders } from '../../product/temp-folder';
import { twl } from '../../product/twl';
import { waitFor } from '../../product/wait-for';
import { httpEvent } from '../http-event';
import { EnforcedCloud } from './enforced-cloud';
import { Ministack } from './ministack';
import { apps, covers, grantsOf, statementsOf, type PermittedApp } from './permissions';
import { isDenied, probesOf } from './probes';
import { clientSecret, firstToken, ShopSource } from './shop';
import { writeShopSources } from './shop-sources';
import { FlowStage, wholeFlow } from './whole-flow';

const choices = ['secrets-manager', 'kept-cursor-key', 'queues-by-name'];

describe('the product under the derived permissions, enforced', () => {
  const folders = new TempFolders();
  const shop = new ShopSource();
  const ministack = new Ministack(process.env['TWL_TEST_MINISTACK']!);
  let cloud: EnforcedCloud;
  let stage: FlowStage;

  beforeAll(async () => {
    await ministack.start();
    cloud = new EnforcedCloud(ministack);
    stage = new FlowStage(cloud, shop);
  }, 60_000);

  it('is put together', async () => {
    const sourcesDir = folders.create();
    writeShopSources(sourcesDir, await shop.start());
    const { table, bucket, pages, requests, prefix } = cloud.names;
    const settings = { TABLE_NAME: table, RAW_BUCKET: bucket, PAGE_QUEUE: pages, REQUEST_QUEUE: requests };
    const secrets = { SECRETS: 'secrets-manager', SECRETS_PREFIX: prefix };
    const env = { ENGINE: 'aws', SIMULATOR: 'off', SOURCES_FROM: 'bucket', ...settings, ...secrets };
    const created = await twl(['export'], { ...env, ...ministack.env, CREATE_RESOURCES: 'on', DATA_DIR: folders.create() });
    expect(created).toMatchObject({ code: 0, stderr: '' });
    const pushed = await twl(['sources', 'push', '--yes'], { ...env, ...ministack.env, SOURCES_DIR: sourcesDir });
    expect(pushed).toMatchObject({ code: 0 });
    const manager = new SecretsManagerClient(ministack.access);
    for (const [name, value] of Object.entries({ SHOP_CLIENT: clientSecret, SHOP_REFRESH: firstToken }))
      await manager.send(new CreateSecretCommand({ Name: `${prefix}${name}`, SecretString: value }));
    await cloud.create({ ...env, LOG_LEVEL: 'error' }, choices);
  }, 60_000);

  afterAll(async () => {
    await ministack.stop();
    shop.close();
    await folders.remove();
  });

  const printed = async () => (await stage.get<{ data: { print: number } }>('/records/leaflets.leaflets.1')).data.print;

  it.each(wholeFlow)('%s', (_, play) => play(stage), 200_000);

  describe('where one action is taken away', () => {
    /** Does something while an app may not do that, anywhere or on what is named so. */
    const without = async (app: PermittedApp, action: string, work: () => Promise<void>, on = ''): Promise<void> => {
      await cloud.permit(app, { choices, without: (grant) => grant.action === action && grant.resource.includes(on) });
      try {
        await work();
      } finally {
        await cloud.permit(app, { choices });
      }
    };

    it('ingestion fails, names action and object, and makes the run when it may again', async () => {
      await without('ingestion', 's3:PutObject', async () => {
        const { failed } = await cloud.invoke('ingestion', { run: { source: 'leaflets' } });
        expect(failed).toMatch(/raw object "raw\/source=leaflets.*not authorized to perform: s3:PutObject/);
      });
      await stage.fetched('leaflets');
      expect(await printed()).toBe(shop.printed);
    });

    it('processing gives the page back, names action and object in its log, and applies it when it may again', async () => {
      const body = async () => {
        await cloud.ingest({ run: { source: 'leaflets' } });
        await waitFor('the log says so', () => /page.failed.*raw object.*not authorized to perform: s3:GetObject/.test(ministack.said));
        expect(await printed()).toBeLessThan(shop.printed);
        expect(await cloud.messagesIn(cloud.names.pages)).toBeGreaterThan(0);
      };
      await without('processing', 's3:GetObject', body, '/raw/');
      await cloud.settle();
      expect(await printed()).toBe(shop.printed);
      expect(await cloud.messagesIn(`${cloud.names.pages}-dead`)).toBe(0);
    });

    it('the API answers 503, and its log names action and table', async () => {
      await without('api', 'dynamodb:Query', async () => {
        expect(await stage.status('/records')).toBe(503);
        const { log } = await cloud.invoke('api', httpEvent('/api/records'));
        expect(log).toMatch(/http.failed.*DynamoDB table twl.*not authorized to perform: dynamodb:Query/);
      });
      expect(await stage.status('/records')).toBe(200);
    });
  });

  describe.each(apps)('the role of %s', (app) => {
    it('may do what the permissions say, and nothing else', async () => {
      const probes = probesOf({ ...ministack.access, credentials: await cloud.assumed(app) }, cloud.names);
      const grants = grantsOf(statementsOf(app, choices));
      const [wrong, counts] = [[] as string[], { allowed: 0, denied: 0 }];
      for (const probe of probes) {
        const denied = await isDenied(probe);
        counts[denied ? 'denied' : 'allowed']++;
        const { action, resource } = probe.need;
        if (denied === grants.some((grant) => covers(grant, probe.need)))
          wrong.push(`${action} on ${resource} is ${denied ? 'denied' : 'allowed'}`);
      }
      process.stderr.write(`the role of ${app}: ${String(counts.allowed)} calls allowed, ${String(counts.denied)} denied\n`);
      expect(wrong).toEqual([]);
      expect(Math.min(counts.allowed, counts.denied)).toBeGreaterThan(10);
    });
  });

  it('nobody but ingestion reads tokens and secrets, and with a CURSOR_KEY nobody reads keys', async () => {
    const others = ['processing', 'api'] as const;
    await cloud.permit('api', { choices: ['queues-by-name'] });
    for (const app of others) {
      const probes = probesOf({ ...ministack.access, credentials: await cloud.assumed(app) }, cloud.names);
      const secret = probes.filter(({ need }) => /tokens|keys|secrets|parameters/.test(need.resource));
      expect(await Promise.all(secret.map(isDenied))).toEqual(secret.map(() => true));
      expect(secret).toHaveLength(8);
    }
  });
});
