import type { Environment } from '../terraform/workdir';

/** A fault put into a copy of the folder, which some rule, or Terraform itself, has to see. */
export interface Mutant {
  name: string;
  root?: Environment | 'account';
  file: string;
  change: (text: string) => string;
}

const replace = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

const permission = (change: (statements: { sid: string; actions: string[]; resources: string[] }[]) => void) => (text: string) => {
  const permissions = JSON.parse(text) as { apps: { ingestion: { sid: string; actions: string[]; resources: string[] }[] } };
  change(permissions.apps.ingestion);
  return JSON.stringify(permissions);
};

const compute = 'modules/compute/main.tf';

/** What must never get through. Permissions are altered where the roles get them, while the tests keep the file as it is. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a permission that is missing',
    file: 'permissions.json',
    change: permission(
      (statements) =>
        void statements.splice(
          statements.findIndex(({ sid }) => sid === 'SendPages'),
          1,
        ),
    ),
  },
  {
    name: 'a permission on everything',
    file: 'permissions.json',
    change: permission((statements) => void (statements.find(({ sid }) => sid === 'Bodies')!.resources = ['${bucket}/*'])),
  },
  { name: 'a permission to do everything', file: compute, change: replace('Action   = statement.actions', 'Action   = "dynamodb:*"') },
  {
    name: 'a permission that nobody needs',
    file: compute,
    change: replace('"xray:PutTelemetryRecords"]', '"xray:PutTelemetryRecords", "s3:GetObject"]'),
  },
  { name: 'a missing environment variable', file: 'modules/pipeline/main.tf', change: replace(/ +MAX_RECEIVES +=.*\n/, '') },
  { name: 'a visibility of a minute', file: 'modules/pipeline/main.tf', change: replace('6 * local.functions.processing.timeout', '60') },
  {
    name: 'a visibility of less than six time-outs',
    file: 'modules/pipeline/main.tf',
    change: replace('6 * local.functions.ingestion.timeout', '5 * local.functions.ingestion.timeout'),
  },
  {
    name: 'a cron of five fields',
    file: compute,
    change: replace('schedule_expression = var.schedule', 'schedule_expression = "cron(* * * * *)"'),
  },
  {
    name: 'an open bucket',
    file: 'modules/storage/main.tf',
    change: replace('restrict_public_buckets = true', 'restrict_public_buckets = false'),
  },
  {
    name: 'a bucket that answers without TLS',
    file: 'modules/storage/main.tf',
    change: replace('values   = ["false"]', 'values   = ["true"]'),
  },
  {
    name: 'a queue without redrive',
    file: 'modules/messaging/main.tf',
    change: replace(/ +redrive_policy = jsonencode\(\{[\s\S]*?\}\)\n/, ''),
  },
  {
    name: 'a role that trusts any repository',
    root: 'account',
    file: 'modules/github/main.tf',
    change: replace('"repo:${var.repository.owner}/${var.repository.name}",', '"repo:*",'),
  },
  {
    name: 'a role that trusts by one form of the name',
    root: 'account',
    file: 'modules/github/main.tf',
    change: replace(/ +"repo:\$\{var\.repository\.owner\}@.*\n/, ''),
  },
  {
    name: 'a role that any branch applies with',
    root: 'account',
    file: 'modules/github/main.tf',
    change: replace('"${subject}:environment:${name}"', '"${subject}:ref:refs/heads/main"'),
  },
  {
    name: 'a change through the API without a token',
    file: 'modules/api/main.tf',
    change: replace('"ANY /api/{proxy+}"        = "JWT"', '"ANY /api/{proxy+}"        = "NONE"'),
  },
  {
    name: 'an index more than the product knows',
    file: 'modules/storage/main.tf',
    change: replace('range_key                   = "sk"', 'range_key                   = "pk2"'),
  },
  { name: 'logs that are kept for ever', file: compute, change: replace('  retention_in_days = var.log_days\n', '') },
  { name: 'a batch that fails as a whole', file: compute, change: replace(/ +function_response_types = .*\n/, '') },
];
