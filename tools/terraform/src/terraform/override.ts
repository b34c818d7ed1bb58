/** Where the providers find AWS. */
export interface Override {
  endpoint: string;
  /** The bucket of the state; without it the state is a file in the folder. */
  stateBucket?: string;
}

const services = [
  ...['acm', 'apigatewayv2', 'budgets', 'cloudfront', 'cloudwatch', 'cognitoidp', 'dynamodb', 'iam', 'lambda', 'logs', 'route53'],
  ...['s3', 'scheduler', 'sns', 'sqs', 'sts'],
];

const localState = `terraform {
  backend "local" {}
}
`;

/** What `terraform init` is told of the bucket of the state, where that is on this machine. */
export const backendOf = ({ endpoint, stateBucket }: Override): string[] => {
  const skipped = ['skip_credentials_validation', 'skip_region_validation', 'skip_requesting_account_id', 'skip_metadata_api_check'];
  const set = [`bucket=${stateBucket!}`, `endpoints={s3="${endpoint}"}`, 'access_key=test', 'secret_key=test'];
  const config = [...set, 'use_path_style=true', ...skipped.map((name) => `${name}=true`)];
  return config.map((one) => `-backend-config=${one}`);
};

/** A file beside those of an environment that Terraform merges into them: the state on this machine, and AWS there too. */
export const overrideOf = (
  { endpoint, stateBucket }: Override,
  hasBackend: boolean,
): string => `${hasBackend && !stateBucket ? localState : ''}
provider "aws" {
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  s3_use_path_style           = true
  max_retries                 = 1

  endpoints {
${services.map((service) => `    ${service} = "${endpoint}"`).join('\n')}
  }
}
`;
