import { readCall, type AwsRequest } from './aws-call';
import { apps, covers, grantsOf, permissions, policyOf } from './permissions';

const places = {
  table: 't1',
  bucket: 'b1',
  page_queue: 'pages',
  page_dead_queue: 'pages-dead',
  request_queue: 'requests',
  request_dead_queue: 'requests-dead',
  secrets: '/twl/',
  parameters: '/twl/',
};

const needsOf = (seen: Partial<AwsRequest>, body: unknown = {}): string[] => {
  const whole = { method: 'POST', path: '/', target: '', body: JSON.stringify(body), status: 200, ...seen };
  return readCall(whole, places).needs.map(({ action, resource }) => `${action} ${resource}`);
};

describe('what a policy has to permit', () => {
  const s3: [method: string, path: string, status: number, needs: string[]][] = [
    ['PUT', '/b1/raw/source%3Da/x?x-id=PutObject', 200, ['s3:PutObject ${bucket}/raw/source=a/x']],
    ['HEAD', '/b1/raw/x', 200, ['s3:GetObject ${bucket}/raw/x']],
    ['GET', '/b1/raw/x', 404, ['s3:GetObject ${bucket}/raw/x', 's3:ListBucket ${bucket}']],
    ['GET', '/b1?list-type=2&prefix=raw%2F', 200, ['s3:ListBucket ${bucket}']],
    ['HEAD', '/b1/', 200, ['s3:ListBucket ${bucket}']],
    ['POST', '/b1/raw/x?uploads=', 200, ['s3:PutObject ${bucket}/raw/x']],
    ['PUT', '/b1/raw/x?partNumber=1&uploadId=u', 200, ['s3:PutObject ${bucket}/raw/x']],
    ['POST', '/b1/raw/x?uploadId=u', 200, ['s3:PutObject ${bucket}/raw/x']],
    ['DELETE', '/b1/raw/x?uploadId=u', 204, ['s3:AbortMultipartUpload ${bucket}/raw/x']],
    ['DELETE', '/b1/raw/x', 204, ['s3:DeleteObject ${bucket}/raw/x']],
    ['GET', '/another/raw/x', 200, ['s3:GetObject another/raw/x']],
  ];
  it.each(s3)('S3: %s %s, answered with %s', (method, path, status, needs) => {
    expect(needsOf({ method, path, status })).toEqual(needs);
  });

  const dynamo = (name: string) => ({ target: `DynamoDB_20120810.${name}` });
  it('DynamoDB: the action of the same name, on an index where one is named', () => {
    expect(needsOf(dynamo('Query'), { TableName: 't1' })).toEqual(['dynamodb:Query ${table}']);
    expect(needsOf(dynamo('Query'), { TableName: 't1', IndexName: 'i' })).toEqual(['dynamodb:Query ${table}/index/i']);
    expect(needsOf(dynamo('BatchGetItem'), { RequestItems: { t1: {}, t2: {} } })).toEqual([
      'dynamodb:BatchGetItem ${table}',
      'dynamodb:BatchGetItem t2',
    ]);
  });

  it('DynamoDB: for a transaction the actions of its parts', () => {
    const TransactItems = ['Put', 'Update', 'Delete', 'ConditionCheck'].map((part) => ({ [part]: { TableName: 't1' } }));
    const actions = ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map((action) => `dynamodb:${action} \${table}`);
    expect(needsOf(dynamo('TransactWriteItems'), { TransactItems })).toEqual(actions);
  });

  it('SQS: for a batch the action for one message', () => {
    const QueueUrl = 'http://127.0.0.1:1/000000000000/pages-dead';
    expect(needsOf({ target: 'AmazonSQS.SendMessageBatch' }, { QueueUrl })).toEqual(['sqs:SendMessage ${page_dead_queue}']);
    expect(needsOf({ target: 'AmazonSQS.GetQueueUrl' }, { QueueName: 'requests' })).toEqual(['sqs:GetQueueUrl ${request_queue}']);
  });

  it('secrets and parameters, by what their names begin with', () => {
    expect(needsOf({ target: 'secretsmanager.GetSecretValue' }, { SecretId: '/twl/A' })).toEqual([
      'secretsmanager:GetSecretValue ${secrets}A',
    ]);
    expect(needsOf({ target: 'AmazonSSM.GetParameter' }, { Name: '/twl/A' })).toEqual(['ssm:GetParameter ${parameters}A']);
  });
});

describe('terraform/permissions.json', () => {
  const arns = new Proxy({} as Record<string, string>, { get: (_, name) => `arn:${String(name)}` });

  it.each(apps)('gives %s a policy without wildcards but for what comes after a name', (app) => {
    const { Statement } = policyOf(app, { choices: Object.keys(permissions.choices), arns });
    for (const { Action, Resource } of Statement)
      expect([Action, Resource]).toEqual([expect.not.stringMatching(/\*/), expect.stringMatching(/^arn:[^*]+\*?$/)]);
  });

  it.each(['processing', 'api'] as const)('lets %s read no tokens and no secrets', (app) => {
    const resources = ['${bucket}/tokens/x', '${secrets}x', '${parameters}x'];
    const actions = ['s3:GetObject', 'secretsmanager:GetSecretValue', 'ssm:GetParameter'];
    const needs = actions.map((action, i) => ({ action, resource: resources[i]! }));
    const grants = grantsOf(permissions.apps[app]);
    expect(needs.filter((need) => grants.some((grant) => covers(grant, need)))).toEqual([]);
  });

  it('names only choices that it explains', () => {
    const named = apps.flatMap((app) => permissions.apps[app].flatMap(({ when }) => when ?? []));
    expect([...new Set(named)].sort()).toEqual(Object.keys(permissions.choices).sort());
  });
});
