/** A request to AWS as a service is asked, and how it answered. */
export interface AwsRequest {
  method: string;
  /** With its query. */
  path: string;
  /** The header `x-amz-target`, of services that have one. */
  target: string;
  /** Of requests with a target: JSON. */
  body: string;
  status: number;
}

/** What a policy has to permit: an action of IAM on a resource, which is written with the names of {@link ResourceNames} as `${table}`. */
export interface Need {
  action: string;
  resource: string;
}

/** A request, by what it is called and what it needs. */
export interface AwsCall {
  /** `S3.PutObject`. */
  operation: string;
  needs: Need[];
  status: number;
}

/** What the resources of a test are called, by the names that the permissions have for them. */
export interface ResourceNames {
  table: string;
  bucket: string;
  page_queue: string;
  page_dead_queue: string;
  request_queue: string;
  request_dead_queue: string;
  /** How the names of secrets begin. */
  secrets: string;
  /** How the names of parameters begin. */
  parameters: string;
}

type Json = Record<string, unknown>;

/** Tells what a request is, and what a policy has to permit for it. */
export const readCall = (seen: AwsRequest, names: ResourceNames): AwsCall => {
  const [api = '', name = ''] = seen.target.split('.');
  const body = seen.body === '' ? {} : (JSON.parse(seen.body) as Json);
  if (seen.target === '') return s3Call(seen, names);
  if (api.startsWith('DynamoDB_')) return { operation: `DynamoDB.${name}`, needs: dynamoNeeds(name, body, names), status: seen.status };
  if (api === 'AmazonSQS') return { operation: `SQS.${name}`, needs: [sqsNeed(name, body, names)], status: seen.status };
  if (api === 'secretsmanager') return { operation: `SecretsManager.${name}`, needs: [secretNeed(name, body, names)], status: seen.status };
  if (api === 'AmazonSSM') return { operation: `SSM.${name}`, needs: [parameterNeed(name, body, names)], status: seen.status };
  return { operation: seen.target, needs: [{ action: seen.target, resource: '?' }], status: seen.status };
};

const named = (name: unknown, known: string, placeholder: string): string => (name === known ? `\${${placeholder}}` : String(name));

/** Below a beginning: what comes after it is kept. */
const below = (name: unknown, beginning: string, placeholder: string): string =>
  String(name).startsWith(beginning) ? `\${${placeholder}}${String(name).slice(beginning.length)}` : String(name);

/** The parts of a transaction, and what each of them is for IAM. A transaction is permitted by its parts. */
const parts: Record<string, string> = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem' };

const dynamoNeeds = (name: string, body: Json, { table }: ResourceNames): Need[] => {
  const need = (action: string, on: unknown): Need => ({ action: `dynamodb:${action}`, resource: named(on, table, 'table') });
  if (name === 'TransactWriteItems') {
    const items = body['TransactItems'] as Record<string, { TableName: string }>[];
    return items.flatMap((item) => Object.entries(item).map(([part, { TableName }]) => need(parts[part] ?? part, TableName)));
  }
  if (name.startsWith('Batch')) return Object.keys(body['RequestItems'] as Json).map((on) => need(name, on));
  const index = body['IndexName'];
  const { action, resource } = need(name, body['TableName']);
  return [{ action, resource: index === undefined ? resource : `${resource}/index/${String(index)}` }];
};

const queues = ['page_queue', 'page_dead_queue', 'request_queue', 'request_dead_queue'] as const;

const sqsNeed = (operation: string, body: Json, places: ResourceNames): Need => {
  const name = body['QueueName'] ?? String(body['QueueUrl']).split('/').at(-1);
  const place = queues.find((queue) => places[queue] === name);
  return { action: `sqs:${operation.replace(/Batch$/, '')}`, resource: place ? `\${${place}}` : String(name) };
};

const secretNeed = (operation: string, { SecretId }: Json, { secrets }: ResourceNames): Need => ({
  action: `secretsmanager:${operation}`,
  resource: below(SecretId, secrets, 'secrets'),
});

const parameterNeed = (operation: string, { Name }: Json, { parameters }: ResourceNames): Need => ({
  action: `ssm:${operation}`,
  resource: below(Name, parameters, 'parameters'),
});

/** What IAM asks for where it is not the name of the operation. */
const s3Actions: Record<string, string> = {
  HeadObject: 'GetObject',
  HeadBucket: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
};

const s3Operation = (method: string, isObject: boolean, query: URLSearchParams): string => {
  if (!isObject) return method === 'HEAD' ? 'HeadBucket' : query.get('list-type') === '2' ? 'ListObjectsV2' : `${method} of a bucket`;
  if (query.has('uploads')) return 'CreateMultipartUpload';
  if (query.has('uploadId'))
    return { PUT: 'UploadPart', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' }[method] ?? method;
  return { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method] ?? `${method} of an object`;
};

const s3Call = ({ method, path, status }: AwsRequest, places: ResourceNames): AwsCall => {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const [, bucket = '', ...rest] = pathname.split('/');
  const key = rest.map(decodeURIComponent).join('/');
  const operation = s3Operation(method, key !== '', searchParams);
  const place = named(bucket, places.bucket, 'bucket');
  const needs: Need[] = [{ action: `s3:${s3Actions[operation] ?? operation}`, resource: key === '' ? place : `${place}/${key}` }];
  // Who may not list a bucket is told 403 of an object that is not there.
  if (status === 404 && key !== '') needs.push({ action: 's3:ListBucket', resource: place });
  return { operation: `S3.${operation}`, needs, status };
};
