import { isThere, NotReady, outputOf } from './commands';

/** Who calls AWS. */
export interface Caller {
  account: string;
  arn: string;
}

const without = `without AWS:
  npm start                            everything on this machine, on files and SQLite
  npm start -- --engine aws --emulator everything on an emulator of AWS
  npm run package                      the zips of the functions
  terraform -chdir=terraform/envs/dev init -backend=false && terraform -chdir=terraform/envs/dev validate
docs/deploy.md has the whole way.`;

const programs = {
  terraform: 'Terraform 1.10 or newer: https://developer.hashicorp.com/terraform/install',
  aws: 'the AWS command line: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html, or `pip install awscli`',
};

/** @throws NotReady naming everything that is missing, and what works without */
export const needPrograms = (wanted: readonly (keyof typeof programs)[]): void => {
  const missing = wanted.filter((program) => !isThere(program));
  if (missing.length > 0) throw new NotReady(`missing: ${missing.map((program) => programs[program]).join('\nmissing: ')}\n\n${without}`);
};

/** Who the credentials of the environment belong to. @throws NotReady */
export const needCaller = (env: Record<string, string>): Caller => {
  const asked = outputOf('aws', ['sts', 'get-caller-identity', '--output', 'json'], { env });
  if ('why' in asked)
    throw new NotReady(
      `missing: credentials of AWS. Sign in (aws configure sso, then aws sso login), or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.\naws says: ${asked.why}\n\n${without}`,
    );
  const { Account: account, Arn: arn } = JSON.parse(asked.text) as { Account: string; Arn: string };
  return { account, arn };
};
