import { join } from 'node:path';
import { apps, workspace, type PermittedApp } from '@twl/e2e';
import { awsSettingNames, readConfig } from '@twl/platform/without-nest';
import type { Resource, Snapshot } from '../terraform/snapshot';
import { block, isSet, wrongOnes, type Rule } from './rule';

/** The function of an app. */
export const functionOf = (all: Snapshot, app: PermittedApp): Resource => all.one('aws_lambda_function', ({ index }) => index === app);

/** What Lambda itself, or nobody on AWS, sets. The key of cursors is kept in the bucket. */
const others = [/^AWS_/, /^CREATE_RESOURCES$/, /^CURSOR_KEY$/];
const wanted = awsSettingNames.filter((name) => !others.some((other) => other.test(name)));

/** Who may do what. */
const access = ['ANONYMOUS_ROLE', 'OIDC_ISSUER', 'OIDC_AUDIENCE', 'OIDC_ROLE_CLAIM', 'OIDC_DEFAULT_ROLE'];

/** Whoever calls no source is told of no secrets, and whoever answers nobody of no callers. */
const wantedOf = (app: PermittedApp): string[] => [
  ...wanted.filter((name) => app === 'ingestion' || !name.startsWith('SECRETS')),
  ...(app === 'api' ? access : []),
  'LOG_LEVEL',
];

/** The settings that an environment gives to twl as it does to its functions. */
export const settingsOf = (all: Snapshot): Record<string, string> => {
  const given = (all.outputs['settings'] ?? {}) as Record<string, string | true>;
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value === true ? 'https://127.0.0.1/not-known-yet' : value]),
  );
};

/** The environment of a function; that of a plan is not known as long as one value of it is not. */
const environmentOf = ({ values }: Resource): Record<string, string> | undefined =>
  block(values, 'environment')['variables'] as Record<string, string> | undefined;

const sameNames = (found: string[], right: string[]): string[] => [
  ...right.filter((name) => !found.includes(name)).map((name) => `${name} is missing`),
  ...found.filter((name) => !right.includes(name)).map((name) => `${name} is read by nobody`),
];

const configProblem = (env: Record<string, string>): string[] => {
  try {
    readConfig({ ENGINE: 'aws', AWS_REGION: 'eu-central-1', SOURCES_DIR: join(workspace, 'sources'), ...env });
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
};

export const functionRules: Rule[] = [
  {
    name: 'what an environment sets is what the apps read, and they take it',
    check: (all) => {
      const { ENGINE, AWS_REGION, ...settings } = settingsOf(all);
      return [
        ...sameNames(Object.keys(settings), wantedOf('ingestion')),
        ...configProblem({ ENGINE: ENGINE!, AWS_REGION: AWS_REGION!, ...settings }),
      ];
    },
  },
  {
    name: 'the environment of each function is what its app reads, and the app takes it',
    check: (all) =>
      apps.flatMap((app) => {
        const env = environmentOf(functionOf(all, app));
        const problems = env ? [...sameNames(Object.keys(env), wantedOf(app)), ...configProblem(env)] : [];
        return problems.map((problem) => `${app}: ${problem}`);
      }),
  },
  {
    name: 'functions run on arm64 with tracing, and their logs are kept for a time in the group that Lambda writes to',
    check: (all) =>
      apps.flatMap((app) => {
        const { values } = functionOf(all, app);
        const groups = all
          .of('aws_cloudwatch_log_group')
          .filter((group) => group.values['name'] === `/aws/lambda/${String(values['function_name'])}`);
        const right = [
          JSON.stringify(values['architectures']) === '["arm64"]' || `runs on ${JSON.stringify(values['architectures'])}`,
          block(values, 'tracing_config')['mode'] === 'Active' || 'is not traced',
          values['handler'] === 'main.handler' || 'has another handler',
          (groups.length === 1 && Number(groups[0]!.values['retention_in_days']) > 0) || 'keeps its logs for ever',
        ];
        return right.filter((said) => said !== true).map((said) => `${app} ${String(said)}`);
      }),
  },
  {
    name: 'a function is called by those alone whom a permission names, and by what of theirs',
    check: (all) => wrongOnes(all.of('aws_lambda_permission'), (permission) => !isSet(permission, 'source_arn') && 'has no source_arn'),
  },
  {
    name: 'a schedule of EventBridge starts ingestion: a rate, or a cron of six fields; what it cannot deliver is kept',
    check: (all) => {
      const schedule = all.one('aws_scheduler_schedule');
      const target = block(schedule.values, 'target');
      const expression = String(schedule.values['schedule_expression']);
      const right = [
        /^rate\(\d+ minutes?\)$|^cron\(\S+( \S+){5}\)$/.test(expression) || `has the expression ${expression}`,
        target['input'] === '{"schedule":{}}' || `sends ${String(target['input'])}`,
        (target['dead_letter_config'] as unknown[] | undefined)?.length === 1 || 'has no dead-letter queue',
      ];
      return right.filter((said) => said !== true).map((said) => `${schedule.address} ${String(said)}`);
    },
  },
  {
    name: 'a batch is given back in parts, and bounded',
    check: (all) => {
      const mappings = all.of('aws_lambda_event_source_mapping');
      const problems = wrongOnes(mappings, ({ values }) => {
        if (JSON.stringify(values['function_response_types']) !== '["ReportBatchItemFailures"]') return 'loses messages of a batch';
        return block(values, 'scaling_config')['maximum_concurrency'] === undefined && 'has no maximum concurrency';
      });
      return mappings.length === 2 ? problems : [...problems, `there are ${String(mappings.length)} mappings`];
    },
  },
];
