import { apps, permissions, policyOf, type PermittedApp } from '@twl/e2e';
import type { Resource, Snapshot } from '../terraform/snapshot';
import { functionOf, settingsOf } from './function-rules';
import { json, wrongOnes, type Rule } from './rule';

interface Policy {
  Statement: { Sid?: string; Effect: string; Action: string | string[]; Resource: string | string[]; Principal?: unknown }[];
}

const listOf = (value: string | string[]): string[] => (Array.isArray(value) ? value : [value]);

/** The only actions that AWS cannot bind to a resource. */
const unbound = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

const roles = (all: Snapshot): Resource[] => all.of('aws_iam_role_policy');

/** Account, region and environment of everything, from the name of the page queue. */
const placeOf = (all: Snapshot) => {
  const arn = String(all.one('aws_lambda_event_source_mapping', ({ name }) => name === 'pages').values['event_source_arn']);
  const [, , , region = '', account = '', queue = ''] = arn.split(':');
  return { region, account, queue, environment: queue.split('-').at(-1)! };
};

/** What the names in permissions.json stand for here. */
const arnsOf = (all: Snapshot, app: PermittedApp): Record<string, string> => {
  const { region, account, environment } = placeOf(all);
  const of = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const [table, bucket] = [all.one('aws_dynamodb_table'), all.one('aws_s3_bucket', ({ name }) => name === 'raw')];
  const queue = (name: string, ending = '') => of('sqs', `twl-pipeline-${name}-${environment}${ending}`);
  return {
    table: of('dynamodb', `table/${String(table.values['name'])}`),
    bucket: `arn:aws:s3:::${String(bucket.values['bucket'])}`,
    page_queue: queue('pages'),
    page_dead_queue: queue('pages', '-dead'),
    request_queue: queue('requests'),
    request_dead_queue: queue('requests', '-dead'),
    secrets: of('secretsmanager', `secret:/twl-pipeline/${environment}/`),
    parameters: of('ssm', `parameter/twl-pipeline/${environment}/`),
    log_group: of('logs', `log-group:/aws/lambda/${String(functionOf(all, app).values['function_name'])}`),
  };
};

const grantsIn = ({ Statement }: Policy): string[] =>
  Statement.flatMap(({ Effect, Action, Resource }) =>
    listOf(Action).flatMap((action) => listOf(Resource).map((resource) => `${Effect} ${action} on ${resource}`)),
  );

/** What an app is permitted in an environment: queues are given by their addresses there. */
const choicesIn = (env: Record<string, string>): string[] =>
  Object.keys(permissions.choices).filter((choice) =>
    choice === 'queues-by-name' ? false : choice.endsWith('store') || choice.endsWith('manager') ? env['SECRETS'] === choice : true,
  );

export const policyRules: Rule[] = [
  {
    name: 'each function may do what permissions.json says, and nothing else',
    check: (all) =>
      apps.flatMap((app) => {
        const policy = json<Policy>(
          all.one('aws_iam_role_policy', ({ name, index }) => name === 'function' && index === app),
          'policy',
        );
        if (!policy) return [`${app}: its policy is not known`];
        const { Statement } = policyOf(app, { choices: choicesIn(settingsOf(all)), arns: arnsOf(all, app) });
        const [found, right] = [grantsIn(policy), grantsIn({ Statement })];
        return [
          ...right.filter((grant) => !found.includes(grant)).map((grant) => `${app} lacks: ${grant}`),
          ...found.filter((grant) => !right.includes(grant)).map((grant) => `${app} needs not: ${grant}`),
        ];
      }),
  },
  {
    name: 'no role may do everything, and none something to what is not of this environment',
    check: (all) => {
      const { environment } = placeOf(all);
      const isOwn = (resource: string): boolean =>
        resource.includes(`twl-pipeline`) && resource.includes(environment) && !resource.startsWith('*');
      return roles(all).flatMap((role) =>
        (json<Policy>(role, 'policy')?.Statement ?? []).flatMap(({ Action, Resource }) => {
          const actions = listOf(Action).filter((action) => !unbound.includes(action));
          if (actions.length === 0) return [];
          const wide = [...actions.filter((action) => action.includes('*')), ...listOf(Resource).filter((resource) => !isOwn(resource))];
          return wide.map((what) => `${role.address} permits ${what}`);
        }),
      );
    },
  },
  {
    name: 'a role is taken by one service of AWS; the scheduler only on behalf of this account',
    check: (all) =>
      wrongOnes(all.of('aws_iam_role'), (role) => {
        const said = json<Policy>(role, 'assume_role_policy');
        const principals = said?.Statement.map(({ Principal }) => (Principal as { Service?: string }).Service) ?? [];
        if (principals.some((service) => service !== 'lambda.amazonaws.com' && service !== 'scheduler.amazonaws.com'))
          return `is taken by ${JSON.stringify(principals)}`;
        return (
          principals[0] === 'scheduler.amazonaws.com' && !JSON.stringify(said).includes('aws:SourceAccount') && 'starts for any account'
        );
      }),
  },
];
