import { accountRules, repository } from '../plan/account-rules';
import { Workdir } from '../terraform/workdir';
import { Account } from './account';
import { driftOf } from './drift';
import { leftOf } from './left';

describe('the account, applied to an emulator', () => {
  const account = new Account();
  const { aws, dev, folders, ministack } = account;
  const once = Workdir.create(folders, 'account');
  let bucket = '';

  beforeAll(() => account.start(), 60_000);
  afterAll(() => account.stop());

  it('is what the rules ask for, and is planned again without a change', async () => {
    Object.assign(once.variables, { repository, region: ministack.region });
    await once.init({ endpoint: ministack.url });
    await once.apply();
    const state = await once.state();
    expect(accountRules.flatMap(({ name, check }) => check(state).map((problem) => `${name}: ${problem}`))).toEqual([]);
    expect(driftOf(await once.plan())).toEqual([]);
    ({ state_bucket: bucket } = await once.outputs<{ state_bucket: string }>());
  }, 1_800_000);

  it('keeps the state of dev in its bucket, locks it there, and leaves no lock', async () => {
    await dev.init({ endpoint: ministack.url, stateBucket: bucket });
    await dev.apply('module.pipeline.module.auth');
    type Listed = { Versions: { Key: string }[]; DeleteMarkers?: { Key: string }[] };
    const { Versions, DeleteMarkers = [] } = await aws.json<Listed>('s3api', 'list-object-versions', '--bucket', bucket);
    expect(new Set(Versions.map(({ Key }) => Key))).toEqual(new Set(['dev.tfstate', 'dev.tfstate.tflock']));
    expect(new Set(DeleteMarkers.map(({ Key }) => Key))).toEqual(new Set(['dev.tfstate.tflock']));
    await dev.destroy();
  }, 1_800_000);

  it('is not destroyed by mistake, and leaves nothing where it is meant', async () => {
    await expect(once.destroy()).rejects.toThrow('Instance cannot be destroyed');
    once.edit('modules/state/main.tf', (text) =>
      text.replace(/ +lifecycle \{\n +prevent_destroy = true\n +\}\n/, '  force_destroy = true\n'),
    );
    await once.apply();
    await once.destroy();
    expect(await leftOf(aws, 'twl-pipeline')).toEqual([]);
  }, 1_800_000);
});
