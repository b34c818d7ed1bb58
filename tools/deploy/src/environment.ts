import { NotReady, outputOf } from './commands';
import { needCaller, needPrograms } from './needs';
import { Terraform } from './terraform';

/** The outputs of an environment that commands use. */
export interface Outputs {
  api_url: string;
  dashboard_url: string;
  dashboard_bucket: string;
  distribution_id: string;
  raw_bucket: string;
  queue_url: string;
  request_queue_url: string;
  function_names: Record<'ingestion' | 'processing' | 'api', string>;
  log_groups: Record<'ingestion' | 'processing' | 'api', string>;
  /** The environment with which twl works on these resources. */
  settings: Record<string, string>;
}

/** Which environment, and where it lies. */
export interface Chosen {
  name: string;
  /** Its folder of Terraform. */
  folder: string;
  stateBucket?: string;
  /** Where the zips of the functions lie. */
  zips: string;
}

/** An environment of AWS, ready to be worked on. */
export interface Environment {
  name: string;
  terraform: Terraform;
  /** With which `aws` is run. */
  env: Record<string, string>;
}

/** What commands are run with. */
type Env = Record<string, string> & { AWS_REGION: string };

/** What `aws` and Terraform are run with: one region for both, and for the states. */
export const awsEnvironment = (zips?: string): Env => {
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'eu-central-1';
  const common = { AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_PAGER: '', TF_IN_AUTOMATION: 'true' };
  return { ...common, TF_VAR_region: region, ...(zips !== undefined && { TF_VAR_code_dir: zips }) };
};

/** Where the states of an account lie. */
export const stateBucketOf = (account: string): string => `twl-pipeline-state-${account}`;

/** Whether a bucket is there and ours: what `aws` says of it, or why it gives nothing. */
export const headBucket = (bucket: string, env: Record<string, string>): ReturnType<typeof outputOf> =>
  outputOf('aws', ['s3api', 'head-bucket', '--bucket', bucket], { env });

/** Checks tools, credentials and the bucket of the states, and initialises Terraform. @throws NotReady */
export const openEnvironment = ({ name, folder, stateBucket, zips }: Chosen): Environment => {
  const env = awsEnvironment(zips);
  needPrograms(['terraform', 'aws']);
  const { account, arn } = needCaller(env);
  process.stderr.write(`environment ${name}, account ${account}, as ${arn}\n`);
  const bucket = stateBucket ?? stateBucketOf(account);
  const found = headBucket(bucket, env);
  if ('why' in found)
    throw new NotReady(
      `bucket ${bucket}, where the states of Terraform lie, cannot be reached (${found.why}).\nMake it, once for the account: npm run deploy -- --account`,
    );
  const terraform = new Terraform(folder, env);
  terraform.init({ bucket, region: env.AWS_REGION });
  return { name, terraform, env };
};

/** The outputs, once something is applied. @throws NotReady */
export const outputsOf = ({ name, terraform }: Environment): Outputs => {
  const outputs = terraform.outputs<Partial<Outputs>>();
  if (outputs.api_url === undefined) throw new NotReady(`nothing is applied in ${name} yet: npm run deploy -- --env ${name}`);
  return outputs as Outputs;
};
