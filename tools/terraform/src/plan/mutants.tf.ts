import { TempFolders } from '@twl/e2e';
import { startCallerIdentity } from '../terraform/caller-identity';
import { TerraformError } from '../terraform/run-terraform';
import { Workdir } from '../terraform/workdir';
import { accountRules, repository } from './account-rules';
import { mutants, type Mutant } from './mutants';
import { rules } from './rules';

describe('a fault in the folder terraform', () => {
  const folders = new TempFolders();
  const said = new Map<Mutant, string[]>();
  let identity: Awaited<ReturnType<typeof startCallerIdentity>>;

  /** What is said of a copy with these faults. */
  const saidOf = async (made: Workdir, faults: readonly Mutant[]): Promise<string[]> => {
    const copy = made.copy(folders);
    for (const { file, change } of faults) copy.edit(file, change);
    try {
      const planned = await copy.planned();
      return (made.root === 'account' ? accountRules : rules).flatMap(({ check }) => check(planned));
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      return [error.message];
    }
  };

  /** Faults of which Terraform makes a plan are put in together: each has to be told by what is said of it. */
  const look = async (made: Workdir): Promise<void> => {
    const here = mutants.filter(({ root }) => root === made.root);
    const groups = [here.filter(({ isRefused }) => !isRefused), ...here.filter(({ isRefused }) => isRefused).map((one) => [one])];
    for (const group of groups) {
      const lines = await saidOf(made, group);
      for (const one of group) said.set(one, lines);
    }
  };

  beforeAll(async () => {
    identity = await startCallerIdentity();
    const [dev, account] = [Workdir.create(folders, 'dev'), Workdir.create(folders, 'account')];
    dev.withoutCode();
    dev.variables['runtime'] = 'nodejs22.x';
    account.variables['repository'] = repository;
    await Promise.all([dev, account].map((one) => one.init({ endpoint: identity.url })));
    await Promise.all([dev, account].map(look));
  }, 600_000);

  afterAll(async () => {
    identity.close();
    await folders.remove();
  });

  it.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s is seen', (_, mutant) => {
    expect(said.get(mutant)).toContainEqual(expect.stringMatching(mutant.said));
  });
});
