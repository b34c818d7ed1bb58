import { outputOf, StepFailed } from './commands';
import { openEnvironment, outputsOf, type Chosen, type Environment, type Outputs } from './environment';
import { readiness } from './health';
import { isConfirmed, say } from './say';
import { build, pushSources, uploadDashboard } from './steps';

/** How a deployment is to go. */
export interface DeployOptions extends Chosen {
  /** Nobody is asked. */
  yes: boolean;
  /** Zips and dashboard are made first; else they are taken as they lie. */
  packages: boolean;
  pushesSources: boolean;
  /** Where the built dashboard lies. */
  dashboard: string;
  /** Where the API answers, if not at the address that Terraform gives. */
  apiUrl?: string;
}

/** Brings an environment to what this working tree says: resources, functions, dashboard, sources. */
export const deploy = async (options: DeployOptions): Promise<void> => {
  const environment = openEnvironment(options);
  if (options.packages) build();
  const plan = environment.terraform.plan();
  let outputs: Outputs | undefined;
  try {
    if (!plan.hasChanges) say('the resources are as they should be');
    else if (await isConfirmed(`apply this plan to ${options.name}?`, 'yes', options.yes)) plan.apply();
    else return say('nothing was changed');
    outputs = outputsOf(environment);
    await finish(options, outputs, environment);
  } catch (error) {
    if (error instanceof StepFailed) say(`\n${goBack(options.name, outputs?.raw_bucket)}\n`);
    throw error;
  } finally {
    plan.discard();
  }
};

const finish = async (options: DeployOptions, outputs: Outputs, environment: Environment): Promise<void> => {
  uploadDashboard(options.dashboard, environment, outputs);
  if (options.pushesSources) pushSources(environment, outputs, options.yes);
  say('\n== asks whether it is ready');
  say(await readiness(options.apiUrl ?? outputs.api_url));
  process.stdout.write(`${addresses(options.name, outputs)}\n`);
};

/** What a person wants to know of a deployment. */
const addresses = (name: string, outputs: Outputs): string =>
  `
${name} is deployed

  dashboard   ${outputs.dashboard_url}
  API         ${outputs.api_url}/records
  raw pages   s3://${outputs.raw_bucket}/raw/
  page queue  ${outputs.queue_url}

run every source now:  make test-ingestion ENV=${name}
ask the API:           make test-api ENV=${name}
read its log:          make logs-api ENV=${name}
`;

/** What to do when a deployment did not get to its end. */
const goBack = (name: string, bucket = 'BUCKET'): string => {
  const before = outputOf('git', ['rev-parse', '--short', 'HEAD~1']);
  const commit = 'text' in before ? before.text.trim() : 'COMMIT';
  return `the deployment of ${name} did not get to its end. Records and raw pages are untouched; every step can be done again.
  try again once the cause is mended:   npm run deploy -- --env ${name}
  go back to the commit before:         git checkout ${commit} && npm run deploy -- --env ${name} && git checkout -
  go back to the sources before:        npm run twl -- sources rollback --bucket ${bucket}`;
};
