import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { askApi, check, destroy, drift, followLog, planOnly, printSettings, runSources, setUpAccount } from './actions';
import { NotReady, StepFailed } from './commands';
import { deploy } from './deploy';
import { say } from './say';

const apps = ['ingestion', 'processing', 'api'] as const;

interface Given {
  env: string;
  yes: boolean;
  packages?: boolean;
  sources: boolean;
  zips: string;
  dashboard: string;
  terraform: string;
  stateBucket?: string;
  apiUrl?: string;
  plan?: boolean;
  drift?: boolean;
  destroy?: boolean;
  check?: boolean;
  run?: boolean;
  ask?: boolean;
  log?: (typeof apps)[number];
  settings?: boolean;
  account?: boolean;
}

const program = new Command('npm run deploy --')
  .description('deploy an environment to AWS: package, plan, apply, dashboard, sources, and a look whether it is ready')
  .option('--env <name>', 'the environment, a folder of terraform/envs', 'dev')
  .option('--yes', 'do not ask', false)
  .option('--plan', 'only show what would change')
  .option('--drift', 'say what was changed beside Terraform')
  .option('--destroy', 'remove the environment')
  .option('--check', 'say whether it is ready, and whether there are dead letters')
  .option('--run', 'run every source now')
  .option('--ask', 'ask its API for the newest records and the sums')
  .addOption(new Option('--log <app>', 'follow the log of a function').choices(apps))
  .option('--settings', 'print the environment with which twl works on its resources')
  .option('--account', 'make what the account needs once: the bucket for the states, the roles of GitHub')
  .option('--no-packages', 'take zips and dashboard as they lie: those that another environment has tried')
  .option('--no-sources', 'leave the deployed sources as they are')
  .option('--zips <folder>', 'where the zips lie', 'dist/functions')
  .option('--dashboard <folder>', 'where the built dashboard lies', 'dist/apps/dashboard/browser')
  .option('--terraform <folder>', 'the folder of Terraform', 'terraform')
  .option('--state-bucket <name>', 'where the states lie, if not in twl-pipeline-state-ACCOUNT')
  .option('--api-url <url>', 'where the API answers, if not at the address that Terraform gives')
  .allowExcessArguments(false);

const folderOf = ({ env, terraform }: Given): string => {
  const envs = join(resolve(terraform), 'envs');
  const folder = join(envs, env);
  if (/^[a-z]+$/.test(env) && existsSync(folder)) return folder;
  throw new NotReady(`there is no environment ${env}: choose of ${readdirSync(envs).join(', ')}`);
};

const act = async (given: Given): Promise<void> => {
  if (given.account) return setUpAccount({ folder: join(resolve(given.terraform), 'account'), yes: given.yes });
  const { env: name, yes, stateBucket, apiUrl, packages = true } = given;
  const chosen = { name, folder: folderOf(given), stateBucket, apiUrl, zips: resolve(given.zips) };
  if (given.plan) return planOnly({ ...chosen, packages });
  if (given.drift) return drift(chosen);
  if (given.destroy) return destroy({ ...chosen, yes });
  if (given.check) return check(chosen);
  if (given.run) return runSources(chosen);
  if (given.ask) return askApi(chosen);
  if (given.log) return followLog(chosen, given.log);
  if (given.settings) return printSettings(chosen);
  return deploy({ ...chosen, yes, packages, pushesSources: given.sources, dashboard: resolve(given.dashboard) });
};

program.action(act);
program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof StepFailed) && !(error instanceof NotReady)) throw error;
  say(error.message);
  process.exitCode = error instanceof NotReady ? 2 : 1;
});
