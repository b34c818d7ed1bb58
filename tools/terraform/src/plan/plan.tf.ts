import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TempFolders, workspace } from '@twl/e2e';
import { startCallerIdentity } from '../terraform/caller-identity';
import type { Snapshot } from '../terraform/snapshot';
import { environments, Workdir, type Environment } from '../terraform/workdir';
import { accountRules, repository } from './account-rules';
import { rules } from './rules';

describe('a plan', () => {
  const folders = new TempFolders();
  const planned = {} as Record<Environment | 'account', Snapshot>;
  let identity: Awaited<ReturnType<typeof startCallerIdentity>>;

  beforeAll(async () => {
    identity = await startCallerIdentity();
    const dev = Workdir.create(folders, 'dev');
    dev.withoutCode();
    dev.variables['runtime'] = 'nodejs22.x';
    const account = Workdir.create(folders, 'account');
    account.variables['repository'] = repository;
    await Promise.all([dev, account].map((one) => one.init({ endpoint: identity.url })));
    const roots = [dev, dev.sibling('staging'), dev.sibling('prod'), account];
    for (const pair of [roots.slice(0, 2), roots.slice(2)])
      await Promise.all(pair.map(async (one) => (planned[one.root] = await one.planned())));
  }, 600_000);

  afterAll(async () => {
    identity.close();
    await folders.remove();
  });

  describe.each(environments)('of %s', (environment) => {
    it.each(rules.map(({ name, check }) => [name, check] as const))('%s', (_, check) => {
      expect(check(planned[environment])).toEqual([]);
    });

    it('has the names of the project', () => {
      const names = ['function_name', 'bucket', 'name'].flatMap((key) =>
        planned[environment].resources.flatMap(({ values }) => values[key] ?? []),
      );
      const wanted = ['ingestion', 'processing', 'api', 'raw-data', 'curated'].map((part) => `twl-pipeline-${part}-${environment}`);
      expect(names).toEqual(expect.arrayContaining(wanted));
    });
  });

  it.each(accountRules.map(({ name, check }) => [name, check] as const))('of the account: %s', (_, check) => {
    expect(check(planned.account)).toEqual([]);
  });

  it('environments differ in their values only', () => {
    const read = (environment: string, file: string) => readFileSync(join(workspace, 'terraform/envs', environment, file), 'utf8');
    for (const file of ['main.tf', 'variables.tf', 'outputs.tf', 'versions.tf'])
      expect(environments.map((one) => read(one, file) === read('dev', file))).toEqual([true, true, true]);
    const names = (environment: string) => read(environment, 'environment.tf').match(/\b\w+ +=|\w+ \{/g);
    expect(new Set(names('staging'))).toEqual(new Set(names('dev')));
    const addresses = (environment: Environment) => planned[environment].resources.map(({ address }) => address).sort();
    expect(addresses('staging')).toEqual(addresses('dev'));
    expect(addresses('prod')).toEqual(addresses('dev'));
  });

  it('only what is in prod outlives a destroy, and prod alone is read by those with a token', () => {
    const table = (one: Environment) => planned[one].one('aws_dynamodb_table').values['deletion_protection_enabled'];
    expect(environments.map(table)).toEqual([false, false, true]);
    const reading = (one: Environment) =>
      planned[one].one('aws_apigatewayv2_route', ({ index }) => index === 'GET /api/{proxy+}').values['authorization_type'];
    expect(environments.map(reading)).toEqual(['NONE', 'NONE', 'JWT']);
  });
});
