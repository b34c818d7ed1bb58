import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@twl/e2e';
import { outcomes, runStateSchema } from '@twl/contracts';
import { metricCatalog } from '@twl/ports';
import type { Resource } from '../terraform/snapshot';
import { json, wrongOnes, type Rule } from './rule';

/** A metric that an alarm or a dashboard names; its dimensions in their order. */
interface Named {
  namespace: string;
  name: string;
  dimensions: string[];
}

/** What services of AWS emit, by namespace and dimensions, as far as anything here looks at it. */
const emittedByAws: Record<string, readonly string[]> = {
  'AWS/ApiGateway ApiId': ['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency'],
  'AWS/Billing Currency': ['EstimatedCharges'],
  'AWS/DynamoDB TableName': ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'ReadThrottleEvents', 'WriteThrottleEvents'],
  'AWS/Lambda': ['ConcurrentExecutions'],
  'AWS/Lambda FunctionName': ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'],
  'AWS/SQS QueueName': ['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
};

/** The values of a label that ends the name of a metric in CloudWatch. */
const splits: Record<string, readonly string[]> = {
  outcome: outcomes,
  state: runStateSchema.options,
  cause: ['budget', 'retry'],
};

const namespace = 'twl';

/** What the product emits. */
const emittedByUs = new Set(
  Object.entries(metricCatalog).flatMap(([name, { cloudWatch }]) => {
    if (!cloudWatch) return [];
    const { by, split } = cloudWatch;
    const names = split === undefined ? [name] : splits[split]!.map((value) => `${name}.${value}`);
    return names.map((one) => `${namespace} ${by} ${one}`);
  }),
);

/** A plan that does not know a dimension yet names none: then any of the namespace will do. */
const isEmittedByAws = ({ namespace: space, name, dimensions }: Named): boolean =>
  Object.entries(emittedByAws).some(([of, names]) => {
    const isThere = dimensions.length === 0 ? of.split(' ')[0] === space : of === [space, ...dimensions].join(' ');
    return isThere && names.includes(name);
  });

const isEmitted = (named: Named): boolean =>
  named.namespace.startsWith('AWS/')
    ? isEmittedByAws(named)
    : emittedByUs.has([named.namespace, ...named.dimensions, named.name].join(' '));

/** The metrics in a search of a dashboard, or a query of an alarm. A formula names none. */
const namedIn = (expression: string): Named[] => [
  ...[...expression.matchAll(/\{([^,}]+),([^}]+)\} MetricName="([^"]+)"/g)].map(([, space, dimensions, name]) => ({
    namespace: space!,
    name: name!,
    dimensions: dimensions!.split(','),
  })),
  ...[...expression.matchAll(/SELECT \w+\("([^"]+)"\) FROM SCHEMA\("([^"]+)", ([^)]+)\)/g)].map(([, name, space, dimensions]) => ({
    namespace: space!,
    name: name!,
    dimensions: dimensions!.split(', '),
  })),
];

interface Query {
  expression?: string | null;
  metric?: { namespace: string; metric_name: string; dimensions?: Record<string, string> | null }[];
}

const ofAlarm = ({ values }: Resource): Named[] =>
  ((values['metric_query'] ?? []) as Query[]).flatMap(({ expression, metric = [] }) => [
    ...namedIn(expression ?? ''),
    ...metric.map(({ namespace: space, metric_name: name, dimensions }) => ({
      namespace: space,
      name,
      dimensions: Object.keys(dimensions ?? {}),
    })),
  ]);

type Shown = (string | { expression?: string })[];

/** What a dashboard shows; nothing while that is not known. */
const ofDashboard = (dashboard: Resource): Named[] => {
  const body = json<{ widgets: { properties: { metrics?: Shown[] } }[] }>(dashboard, 'dashboard_body');
  return (body?.widgets ?? []).flatMap(({ properties: { metrics = [] } }) =>
    metrics.flatMap((shown) => {
      const words = shown.filter((one) => typeof one === 'string');
      if (words.length < 2) return shown.flatMap((one) => (typeof one === 'string' ? [] : namedIn(one.expression ?? '')));
      return [{ namespace: words[0]!, name: words[1]!, dimensions: words.slice(2).filter((_, place) => place % 2 === 0) }];
    }),
  );
};

const unknownIn = (resources: readonly Resource[], namedBy: (resource: Resource) => Named[]): string[] =>
  resources.flatMap((resource) =>
    namedBy(resource)
      .filter((named) => !isEmitted(named))
      .map(
        ({ namespace: space, name, dimensions }) =>
          `${resource.address} names ${space} ${name} by ${dimensions.join()}, which nobody emits`,
      ),
  );

/** Whether a page of `docs` is there, and has the heading that its address ends in. */
const isPage = (address: string): boolean => {
  const [path = '', heading] = address.split('#');
  const file = join(workspace, 'docs', path);
  if (!existsSync(file)) return false;
  return heading === undefined || new RegExp(`^## ${heading.replaceAll('-', ' ')}$`, 'im').test(readFileSync(file, 'utf8'));
};

export const metricRules: Rule[] = [
  {
    name: 'each metric that an alarm or a dashboard names is one that AWS or the product emits',
    check: (all) => [
      ...unknownIn(all.of('aws_cloudwatch_metric_alarm'), ofAlarm),
      ...unknownIn(all.of('aws_cloudwatch_dashboard'), ofDashboard),
    ],
  },
  {
    name: 'the description of each alarm leads to a page that is there',
    check: (all) =>
      wrongOnes([...all.of('aws_cloudwatch_metric_alarm'), ...all.of('aws_cloudwatch_composite_alarm')], ({ values }) => {
        const page = /docs\/(\S+)$/.exec(String(values['alarm_description']))?.[1];
        return (page === undefined || !isPage(page)) && `leads to ${page ?? 'no page'}`;
      }),
  },
  {
    name: 'an alarm asks for two of three minutes, but for dead letters and silence',
    check: (all) =>
      wrongOnes(all.of('aws_cloudwatch_metric_alarm'), ({ index, values }) => {
        const asked = `${String(values['datapoints_to_alarm'])} of ${String(values['evaluation_periods'])}`;
        if (String(index).startsWith('dead-')) return asked !== '1 of 1' && `asks for ${asked}`;
        if (index === 'idle') return values['treat_missing_data'] !== 'breaching' && 'takes silence for well';
        return asked !== '2 of 3' && `asks for ${asked}`;
      }),
  },
];
