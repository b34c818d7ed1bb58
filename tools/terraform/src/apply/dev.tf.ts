import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apps, startChromium, twl, waitFor, workspace, writePostsSource } from '@twl/e2e';
import { startSimulator, type Simulator } from '@twl/simulator';
import type { CuratedRecord, List, Run } from '@twl/contracts';
import { rules } from '../plan/rules';
import { Account } from './account';
import { changesOf, driftOf } from './drift';
import { leftOf } from './left';
import { previousTerraform } from './previous';
import { Report } from './report';
import { Roles } from './roles';

const visibilityMs = 721_000;

/** A browser, or why there is none. */
const started = async (rules: string): Promise<Awaited<ReturnType<typeof startChromium>> | Error> => {
  try {
    return await startChromium(rules);
  } catch (error) {
    return error as Error;
  }
};

describe('dev, applied to an emulator that enforces IAM and TLS', () => {
  const account = new Account();
  const roles = new Roles(account);
  const report = new Report();
  const { aws, dev } = account;
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({ port: 0, since: Date.now(), changeEveryMs: 1_000_000_000 });
    await account.start();
  }, 60_000);

  afterAll(async () => {
    report.print();
    await account.stop();
    await simulator.close();
  });

  const runs = async (source: string) => (await account.get<List<Run>>(`/runs?source=${source}`)).items;
  const records = async (source: string) => (await account.get<List<CuratedRecord>>(`/records?limit=200&source=${source}`)).items;
  const objects = async () => (await aws.text('s3', 'ls', '--recursive', `s3://${account.outputs.raw_bucket}/raw/`)).trim().split('\n');
  const messagesIn = async (url: string): Promise<number> => {
    const asked = ['--queue-url', url, '--attribute-names', 'ApproximateNumberOfMessages'];
    type Asked = { Attributes: Record<string, string> };
    return Number((await aws.json<Asked>('sqs', 'get-queue-attributes', ...asked)).Attributes['ApproximateNumberOfMessages']);
  };

  it('takes over what was there before, and replaces neither table nor bucket', async () => {
    const from = process.env['TWL_SKIP_UPGRADE'] ? undefined : previousTerraform(account.folders);
    if (!from) return report.add('upgrade', 'not tried: the history has no earlier layout');
    const before = account.workdir(from);
    await before.init({ endpoint: account.ministack.url });
    await report.timed('apply of the layout before', () => before.apply());
    await dev.init({ endpoint: account.ministack.url });
    dev.continueFrom(before);
    const changes = changesOf(await dev.plan());
    const replaced = changes.filter(({ change }) => change.actions.includes('delete')).map(({ address }) => address);
    report.add('upgrade', `${String(changes.length)} changes, replaced or removed: ${replaced.join(', ') || 'nothing'}`);
    expect(replaced.filter((address) => /aws_dynamodb_table|aws_s3_bucket\./.test(address))).toEqual([]);
  }, 1_800_000);

  it('is applied', async () => {
    await dev.init({ endpoint: account.ministack.url });
    await report.timed('apply', () => dev.apply());
    account.outputs = await dev.outputs();
    report.add('resources', (await dev.state()).resources.length);
  }, 1_800_000);

  it('is then what the rules ask for', async () => {
    const state = await dev.state();
    expect(rules.flatMap(({ name, check }) => check(state).map((problem) => `${name}: ${problem}`))).toEqual([]);
    expect(account.outputs.api_url).toMatch(/\/api$/);
  });

  it('is planned again without a change but those that the emulator invents', async () => {
    const plan = await report.timed('second plan', () => dev.plan());
    report.add('second plan, differences', `${String(changesOf(plan).length)} of the emulator, ${String(driftOf(plan).length)} others`);
    expect(driftOf(plan)).toEqual([]);
  }, 300_000);

  it('brings two sources by schedule into the raw zone, the table and the API', async () => {
    await roles.permitBatches();
    const folder = account.folders.create();
    for (const name of ['posts', 'more'])
      writePostsSource(folder, name, { address: simulator.url, settings: { schedule: { cron: '* * * * *' } } });
    const env = { ...account.outputs.settings, ...account.ministack.env, SOURCES_DIR: folder, DATA_DIR: account.folders.create() };
    const pushed = await twl(['sources', 'push', '--bucket', account.outputs.raw_bucket, '--yes'], env);
    expect(pushed).toMatchObject({ code: 0, stderr: expect.not.stringContaining('refused') });
    await report.timed('schedule to API', () =>
      waitFor(
        'both sources are there',
        async () => (await records('posts')).length === 100 && (await records('more')).length === 100,
        240_000,
      ),
    );
    expect((await runs('posts')).at(-1)).toMatchObject({ trigger: 'schedule', counts: { fetched: 100, new: 100 } });
  }, 300_000);

  it('takes a change by whoever has a token, and by nobody else', async () => {
    const path = '/sources/posts/runs';
    await account.nameKeys();
    const token = await account.signIn();
    expect((await account.ask(path, { method: 'POST' })).status).toBe(401);
    expect((await account.ask(path, { method: 'POST', token: `${token.slice(0, -8)}AAAAAAAA` })).status).toBe(401);
    const { status, text } = await account.ask(path, { method: 'POST', token });
    expect([status, text]).toEqual([202, expect.stringContaining('posts')]);
    const [{ id }] = (JSON.parse(text) as { runs: [{ id: string }] }).runs;
    await waitFor('the run is made', async () => (await account.get<Run>(`/runs/${id}`)).state === 'not_modified', 120_000);
  }, 180_000);

  it('does for the commands of a person what the project says', async () => {
    const [{ ingestion }, { api }] = [account.outputs.function_names, account.outputs.log_groups];
    const before = await objects();
    await aws.json('lambda', 'invoke', '--function-name', ingestion!, 'response.json');
    const { runs: made } = JSON.parse(readFileSync(join(account.ministack.folder, 'response.json'), 'utf8')) as { runs: Run[] };
    expect(made).toMatchObject(['more', 'posts'].map((source) => ({ source, state: 'not_modified', counts: { unchanged: 100 } })));
    expect(await objects()).toEqual(before);
    expect(before.join('\n')).toMatch(/raw\/source=posts\/.*date=\d{4}-\d\d-\d\d/);
    expect(await aws.text('dynamodb', 'scan', '--table-name', account.outputs.table)).toContain('\\"title\\":');
    expect(await aws.text('logs', 'filter-log-events', '--log-group-name', api!, '--max-items', '20')).toContain('message');
    for (const path of ['/records', '/analytics']) expect((await account.ask(path)).status).toBe(200);
    report.add('second run', 'no object, no message, no record written');
  }, 180_000);

  it('gives a page up that nobody can read, after as many deliveries as it says', async () => {
    const { queue_url: queue } = account.outputs;
    await aws.json('sqs', 'send-message', '--queue-url', queue, '--message-body', 'not even JSON');
    await waitFor(
      'the page is a dead letter',
      async () => {
        account.later(visibilityMs);
        return (await messagesIn(`${queue}-dead`)) === 1;
      },
      240_000,
    );
    expect(await messagesIn(queue)).toBe(0);
  }, 300_000);

  describe('the dashboard behind CloudFront', () => {
    const files = join(workspace, 'dist/apps/dashboard/browser');

    it('is one page for all its addresses, and what is missing is missing', async () => {
      await aws.text('s3', 'cp', '--recursive', '--only-show-errors', files, `s3://${account.outputs.dashboard_bucket}`);
      for (const path of ['/', '/records', '/runs/posts.posts.1']) {
        const { status, text, headers } = await account.visit(path);
        expect([path, status, text]).toEqual([path, 200, expect.stringContaining('<!doctype html>')]);
        expect(headers['content-security-policy']).toContain("default-src 'self'");
      }
      expect((await account.visit('/nothing.js')).status).toBeGreaterThan(400);
    }, 120_000);

    it('has the API at its own address, whose errors stay what they are', async () => {
      expect(await account.visit('/api/health/ready')).toMatchObject({ status: 200 });
      const { status, text } = await account.visit('/api/nowhere');
      expect([status, JSON.parse(text)]).toEqual([404, expect.objectContaining({ status: 404 })]);
    });

    it('shows the records in a browser', async () => {
      const { host } = new URL(account.outputs.dashboard_url);
      const browser = await started(`MAP ${host} 127.0.0.1:${String(account.ministack.gatewayPort)}`);
      if (browser instanceof Error) return report.add('browser', `not tried: ${browser.message}`);
      try {
        const page = await (await browser.newContext({ ignoreHTTPSErrors: true, baseURL: account.outputs.dashboard_url })).newPage();
        await page.goto('/');
        await page.getByText('posts').filter({ visible: true }).first().waitFor({ timeout: 60_000 });
        report.add('browser', 'shows the sources');
      } finally {
        await browser.close();
      }
    }, 120_000);
  });

  describe('roles', () => {
    beforeAll(() => roles.forbidBatches(), 120_000);

    it.each(apps)(
      'permits the role of %s what the permissions say, and nothing else',
      async (app) => {
        const { wrong, allowed, refused } = await roles.probe(app);
        report.add(`calls of ${app}`, `${String(allowed)} allowed, ${String(refused)} refused`);
        expect(wrong).toEqual([]);
        expect(Math.min(allowed, refused)).toBeGreaterThan(10);
      },
      120_000,
    );
  });

  it('is destroyed, and nothing is left', async () => {
    await report.timed('destroy', () => dev.destroy());
    expect((await dev.state()).resources).toEqual([]);
    expect(await leftOf(aws, 'twl-pipeline')).toEqual([]);
    report.add('left after destroy', 'nothing');
  }, 1_800_000);
});
