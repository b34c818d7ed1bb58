import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf, run, StepFailed } from './commands';
import {
  awsEnvironment,
  headBucket,
  openEnvironment,
  outputsOf,
  stateBucketOf,
  type Chosen,
  type Environment,
  type Outputs,
} from './environment';
import { readiness } from './health';
import { needCaller, needPrograms } from './needs';
import { isConfirmed, say } from './say';
import { build } from './steps';
import { Terraform } from './terraform';

/** Where the API answers, if not at the address that Terraform gives. */
type Asked = Chosen & { apiUrl?: string };

/** Makes the zips and shows what applying would change; changes nothing. */
export const planOnly = (options: Chosen & { packages: boolean }): void => {
  const { terraform } = openEnvironment(options);
  if (options.packages) build();
  terraform.plan().discard();
};

/** Shows what was changed beside Terraform; changes nothing. @throws StepFailed where something was */
export const drift = (options: Chosen): void => {
  const { terraform } = openEnvironment(options);
  const plan = terraform.plan(['-refresh-only']);
  plan.discard();
  if (plan.hasChanges) throw new StepFailed(`${options.name} is not as Terraform left it: see above`);
};

/** Removes everything that Terraform made. */
export const destroy = async (options: Chosen & { yes: boolean }): Promise<void> => {
  const { terraform } = openEnvironment(options);
  const plan = terraform.plan(['-destroy']);
  try {
    if (await isConfirmed(`remove ${options.name}, its records and raw pages included?`, options.name, options.yes)) plan.apply();
    else say('nothing was removed');
  } finally {
    plan.discard();
  }
};

/** Makes what an account needs once: the bucket for the states, and the roles of GitHub where a repository is named. */
export const setUpAccount = async ({ folder, yes }: { folder: string; yes: boolean }): Promise<void> => {
  const env = awsEnvironment();
  needPrograms(['terraform', 'aws']);
  const { account } = needCaller(env);
  const terraform = new Terraform(folder, env);
  terraform.init();
  const bucket = stateBucketOf(account);
  if (!terraform.hasState() && 'text' in headBucket(bucket, env))
    return say(`account ${account} was made ready elsewhere: ${bucket} is there. docs/deploy.md says how to go on with it here`);
  const plan = terraform.plan();
  try {
    if (plan.hasChanges && (await isConfirmed(`apply this plan to account ${account}?`, 'yes', yes))) plan.apply();
  } finally {
    plan.discard();
  }
};

/** Says whether an environment is well. @throws StepFailed where it is not */
export const check = async (options: Asked): Promise<void> => {
  const environment = openEnvironment(options);
  const outputs = outputsOf(environment);
  say(await readiness(options.apiUrl ?? outputs.api_url, 0));
  const letters = deadLetters(environment, outputs);
  for (const [queue, count] of letters) say(`${queue}: ${count} dead ${count === 1 ? 'letter' : 'letters'}`);
  if (letters.some(([, count]) => count > 0)) throw new StepFailed('there are dead letters: docs/deploy.md says what to do about them');
};

/** Older versions of `aws` do not look at this variable for SQS. */
const where = process.env['AWS_ENDPOINT_URL'] ? ['--endpoint-url', process.env['AWS_ENDPOINT_URL']] : [];

/** How many messages lie in the dead-letter queues. */
const deadLetters = ({ env }: Environment, { queue_url, request_queue_url }: Outputs): [queue: string, count: number][] =>
  [queue_url, request_queue_url].map((url) => {
    const asked = ['sqs', 'get-queue-attributes', '--queue-url', `${url}-dead`, '--attribute-names', 'ApproximateNumberOfMessages'];
    const answer = outputOf('aws', [...asked, '--output', 'json', ...where], { env });
    if ('why' in answer) throw new StepFailed(`aws sqs get-queue-attributes: ${answer.why}`);
    const { Attributes } = JSON.parse(answer.text) as { Attributes: { ApproximateNumberOfMessages: string } };
    return [`${url.split('/').at(-1)}-dead`, Number(Attributes.ApproximateNumberOfMessages)];
  });

/** Runs every source now, and prints what came of it. */
export const runSources = (options: Chosen): void => {
  const environment = openEnvironment(options);
  const { function_names: names } = outputsOf(environment);
  const folder = mkdtempSync(join(tmpdir(), 'twl-invoke-'));
  try {
    const file = join(folder, 'response.json');
    const asked = outputOf('aws', ['lambda', 'invoke', '--function-name', names.ingestion, '--output', 'json', file], {
      env: environment.env,
    });
    if ('why' in asked) throw new StepFailed(`aws lambda invoke: ${asked.why}`);
    process.stdout.write(`${JSON.stringify(JSON.parse(readFileSync(file, 'utf8')), null, 2)}\n`);
    if ('FunctionError' in (JSON.parse(asked.text) as object))
      throw new StepFailed(`${names.ingestion} failed: make logs-api shows how to read logs`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Asks the API for its newest records and sums. */
export const askApi = async (options: Asked): Promise<void> => {
  const outputs = outputsOf(openEnvironment(options));
  const token = process.env['TOKEN'];
  for (const path of ['/health/ready', '/records?limit=3', '/analytics']) {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${options.apiUrl ?? outputs.api_url}${path}`, { headers });
    process.stdout.write(`${await answer.text()}\n`);
    if (answer.status === 401)
      throw new StepFailed(`${path} wants a token: docs/deploy.md says how to get one; then TOKEN=… make test-api`);
    if (!answer.ok) throw new StepFailed(`${path} answered ${answer.status}`);
  }
};

/** Prints the environment with which twl works on these resources, for `eval` of a shell. */
export const printSettings = (options: Chosen): void => {
  const { settings } = outputsOf(openEnvironment(options));
  for (const [name, value] of Object.entries(settings)) process.stdout.write(`export ${name}='${value}'\n`);
};

/** Follows the log of a function. */
export const followLog = (options: Chosen, app: keyof Outputs['log_groups']): void => {
  const environment = openEnvironment(options);
  run('aws', ['logs', 'tail', outputsOf(environment).log_groups[app], '--since', '10m', '--follow', '--format', 'short'], environment);
};
