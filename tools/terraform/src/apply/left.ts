import type { AwsCli } from './aws-cli';

/** How what an environment makes is listed. */
const lists: string[][] = [
  ['apigatewayv2', 'get-apis'],
  ['budgets', 'describe-budgets', '--account-id', '000000000000'],
  ['cloudfront', 'list-distributions'],
  ['cloudwatch', 'describe-alarms'],
  ['cloudwatch', 'list-dashboards'],
  ['cognito-idp', 'list-user-pools', '--max-results', '10'],
  ['dynamodb', 'list-tables'],
  ['iam', 'list-roles'],
  ['lambda', 'list-functions'],
  ['lambda', 'list-event-source-mappings'],
  ['logs', 'describe-log-groups'],
  ['s3api', 'list-buckets'],
  ['scheduler', 'list-schedules'],
  ['sns', 'list-topics'],
  ['sqs', 'list-queues'],
];

/** What is still there of an environment, by the commands that list it. */
export const leftOf = async (aws: AwsCli, name: string): Promise<string[]> => {
  const left: string[] = [];
  for (const list of lists) {
    const found = (await aws.text(...list)).match(new RegExp(`"[^"]*${name}[^"]*"`, 'g')) ?? [];
    left.push(...found.map((one) => `${list.slice(0, 2).join(' ')}: ${one}`));
  }
  return left;
};
