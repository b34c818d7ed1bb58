import { TempFolders } from '@twl/e2e';
import { startCallerIdentity } from '../terraform/caller-identity';
import { TerraformError } from '../terraform/run-terraform';
import { Workdir } from '../terraform/workdir';
import { accountRules, repository } from './account-rules';
import { mutants, type Mutant } from './mutants';
import { rules } from './rules';

describe('a fault in the folder terraform', () => {
  const folders = new TempFolders();
  const seen: string[] = [];
  let identity: Awaited<ReturnType<typeof startCallerIdentity>>;
  let dev: Workdir;
  let account: Workdir;

  beforeAll(async () => {
    identity = await startCallerIdentity();
    dev = Workdir.create(folders, 'dev');
    dev.withoutCode();
    dev.variables['runtime'] = 'nodejs22.x';
    account = Workdir.create(folders, 'account');
    account.variables['repository'] = repository;
    await Promise.all([dev, account].map((one) => one.init({ endpoint: identity.url })));
  }, 300_000);

  afterAll(async () => {
    process.stderr.write(`${seen.join('\n')}\n`);
    identity.close();
    await folders.remove();
  });

  /** What sees a fault: a rule, or Terraform. */
  const killersOf = async ({ root, file, change }: Mutant): Promise<string[]> => {
    const copy = (root === 'account' ? account : dev).copy(folders);
    copy.edit(file, change);
    try {
      const planned = await copy.planned();
      return (root === 'account' ? accountRules : rules).filter(({ check }) => check(planned).length > 0).map(({ name }) => name);
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      return [error.message.split('\n').find((line) => line.startsWith('Error:')) ?? error.message];
    }
  };

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
    '%s is seen',
    async (name, mutant) => {
      const [killer] = await killersOf(mutant);
      seen.push(`${name}: ${killer ?? 'SURVIVES'}`);
      expect(killer).toBeDefined();
    },
    300_000,
  );
});
