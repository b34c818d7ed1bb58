/** Where the providers find AWS. */
export interface Override {
  endpoint: string;
}

const services = [
  ...['acm', 'apigatewayv2', 'budgets', 'cloudfront', 'cloudwatch', 'cognitoidp', 'dynamodb', 'iam', 'lambda', 'logs', 'route53'],
  ...['s3', 'scheduler', 'sns', 'sqs', 'sts'],
];

const localState = `terraform {
  backend "local" {}
}
`;

/** A file beside those of an environment that Terraform merges into them: the state on this machine, and AWS there too. */
export const overrideOf = ({ endpoint }: Override, hasBackend: boolean): string => `${hasBackend ? localState : ''}
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
