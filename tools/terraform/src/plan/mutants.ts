import type { Environment } from '../terraform/workdir';

/** A fault put into a copy of the folder, and what has to be said of it: by a rule, or by Terraform itself. */
export interface Mutant {
  name: string;
  root: Extract<Environment, 'dev'> | 'account';
  file: string;
  change: (text: string) => string;
  said: RegExp;
  /** Terraform makes no plan of it: it gets a copy of its own. */
  isRefused?: true;
}

const replace = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to);

interface Permissions {
  apps: { ingestion: { sid: string; actions: string[]; resources: string[] }[] };
}

/** Permissions are altered where the roles get them, while the tests keep the file as it is. */
const permissions = (change: (statements: Permissions['apps']['ingestion']) => void) => (text: string) => {
  const read = JSON.parse(text) as Permissions;
  change(read.apps.ingestion);
  return JSON.stringify(read);
};

const [compute, pipeline, storage, privateBucket, observability, github] = [
  ...['compute', 'pipeline', 'storage', 'private-bucket', 'observability', 'github'].map((name) => `modules/${name}/main.tf`),
] as [string, string, string, string, string, string];

/** What must never get through in an environment. */
const ofDev: Omit<Mutant, 'root'>[] = [
  {
    name: 'a permission that is missing',
    file: 'permissions.json',
    change: permissions(
      (statements) =>
        void statements.splice(
          statements.findIndex(({ sid }) => sid === 'SendPages'),
          1,
        ),
    ),
    said: /ingestion lacks: Allow sqs:SendMessage on .*pages-dev$/,
  },
  {
    name: 'a permission on everything in the bucket',
    file: 'permissions.json',
    change: permissions((statements) => void (statements.find(({ sid }) => sid === 'Bodies')!.resources = ['${bucket}/*'])),
    said: /ingestion needs not: Allow s3:GetObject on .*raw-data-dev\/\*$/,
  },
  {
    name: 'a permission to do everything',
    file: compute,
    change: replace('actions   = ["lambda:InvokeFunction"]', 'actions   = ["lambda:*"]'),
    said: /schedule permits lambda:\*/,
  },
  {
    name: 'a permission that nobody needs, on everything',
    file: compute,
    change: replace('"xray:PutTelemetryRecords"]', '"xray:PutTelemetryRecords", "s3:GetObject"]'),
    said: /tracing.* permits \*/,
  },
  {
    name: 'a missing environment variable',
    file: pipeline,
    change: replace(/ +MAX_RECEIVES +=.*\n/, ''),
    said: /^MAX_RECEIVES is missing/,
  },
  {
    name: 'a visibility of a minute',
    file: pipeline,
    change: replace('6 * local.functions.processing.timeout', '60'),
    said: /Six times the function's time-out/,
    isRefused: true,
  },
  {
    name: 'a visibility of less than six time-outs',
    file: pipeline,
    change: replace('6 * local.functions.ingestion.timeout', '5 * local.functions.ingestion.timeout'),
    said: /requests.* hides messages for 1500 s/,
  },
  {
    name: 'a cron of five fields',
    file: compute,
    change: replace('schedule_expression = var.schedule', 'schedule_expression = "cron(* * * * *)"'),
    said: /has the expression cron\(\* \* \* \* \*\)/,
  },
  {
    name: 'an open bucket',
    file: privateBucket,
    change: replace('restrict_public_buckets = true', 'restrict_public_buckets = false'),
    said: /aws_s3_bucket\.raw is open to the public/,
  },
  {
    name: 'a bucket that answers without TLS',
    file: privateBucket,
    change: replace(/resource "aws_s3_bucket_policy" "bucket" \{[\s\S]*?\n\}\n/, ''),
    said: /aws_s3_bucket\.files answers without TLS/,
  },
  {
    name: 'a queue without redrive',
    file: 'modules/messaging/main.tf',
    change: replace(/resource "aws_sqs_queue_redrive_policy" "main" \{[\s\S]*?\n\}\n/, ''),
    said: /gives nothing up/,
  },
  {
    name: 'a change through the API without a token',
    file: 'modules/api/main.tf',
    change: replace('"ANY /api/{proxy+}"        = "JWT"', '"ANY /api/{proxy+}"        = "NONE"'),
    said: /ANY .* is open to everybody/,
  },
  {
    name: 'a table that cannot be brought back',
    file: storage,
    change: replace(/(point_in_time_recovery \{\n +enabled = )true/, '$1false'),
    said: /aws_dynamodb_table.*"recovery":false/,
  },
  {
    name: 'logs that are kept for ever',
    file: compute,
    change: replace('  retention_in_days = var.log_days\n', ''),
    said: /keeps its logs for ever/,
  },
  {
    name: 'an alarm on a metric of AWS that nobody emits',
    file: observability,
    change: replace('name = "Throttles"', 'name = "Throttled"'),
    said: /names AWS\/Lambda Throttled by FunctionName, which nobody emits/,
  },
  {
    name: 'an alarm on a metric of ours that nobody emits',
    file: observability,
    change: replace('twl.source.age', 'twl.source.years'),
    said: /stale.* names twl twl\.source\.years by source, which nobody emits/,
  },
  {
    name: 'an alarm that leads to no page',
    file: observability,
    change: replace('aws-alarms.md#errors', 'aws-alarms.md#nowhere'),
    said: /errors-api.* leads to aws-alarms\.md#nowhere/,
  },
  {
    name: 'an alarm that takes silence for well',
    file: observability,
    change: replace('missing = "breaching"', 'missing = "notBreaching"'),
    said: /idle.* takes silence for well/,
  },
  {
    name: 'a batch that fails as a whole',
    file: compute,
    change: replace(/ +function_response_types = .*\n/, ''),
    said: /loses messages of a batch/,
  },
];

/** The same of the account. */
const ofAccount: Omit<Mutant, 'root'>[] = [
  {
    name: 'a role that trusts any repository',
    file: github,
    change: replace('"repo:${var.repository.owner}/${var.repository.name}",', '"repo:*",'),
    said: /plan.* trusts repo:\*/,
  },
  {
    name: 'a role that any branch applies with',
    file: github,
    change: replace('"${subject}:environment:${name}"', '"${subject}:ref:refs/heads/main"'),
    said: /apply-prod.* is taken for .*refs\/heads\/main/,
  },
  {
    name: 'states without versions',
    file: privateBucket,
    change: replace('status = "Enabled"', 'status = "Suspended"'),
    said: /aws_s3_bucket\.state has no versions/,
  },
  {
    name: 'states whose locks stay',
    file: 'modules/state/main.tf',
    change: replace(/ +noncurrent_version_expiration \{[\s\S]*?\}\n/, ''),
    said: /old versions of locks stay/,
  },
];

export const mutants: readonly Mutant[] = [
  ...ofDev.map((mutant) => ({ ...mutant, root: 'dev' as const })),
  ...ofAccount.map((mutant) => ({ ...mutant, root: 'account' as const })),
];
