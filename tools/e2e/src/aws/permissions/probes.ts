import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Need } from './aws-call';
import type { Ministack } from './ministack';

/** How a client reaches AWS, and as whom. */
type Access = Ministack['access'];

/** What the resources are called. */
export interface ProbedNames {
  table: string;
  bucket: string;
  pages: string;
  requests: string;
  prefix: string;
}

/** A call that needs one permission and does no harm. */
export interface Probe {
  need: Need;
  send(): Promise<unknown>;
}

const prefixes = ['raw', 'raw-meta', 'bodies', 'answers', 'tokens', 'memory', 'keys', 'sources'];

/** Every action that any app has, and some that none has, on every resource: made by whoever `access` says. */
export const probesOf = (access: Access, names: ProbedNames): Probe[] => [
  ...tableProbes(access, names.table),
  ...bucketProbes(access, names.bucket),
  ...queueProbes(access, names),
  ...secretProbes(access, names.prefix),
];

const tableProbes = (access: Access, TableName: string): Probe[] => {
  const client = new DynamoDBClient(access);
  const Key = { pk: { S: 'probe' }, sk: { S: 'probe' } };
  const values = { ExpressionAttributeNames: { '#pk': 'pk' } };
  const check = { ConditionCheck: { TableName, Key, ConditionExpression: 'attribute_not_exists(#pk)', ...values } };
  const query = { KeyConditionExpression: '#pk = :pk', ExpressionAttributeValues: { ':pk': { S: 'probe' } }, ...values };
  const calls = {
    GetItem: () => client.send(new GetItemCommand({ TableName, Key })),
    BatchGetItem: () => client.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Key] } } })),
    Query: () => client.send(new QueryCommand({ TableName, ...query })),
    PutItem: () => client.send(new PutItemCommand({ TableName, Item: Key })),
    UpdateItem: () => client.send(new UpdateItemCommand({ TableName, Key })),
    DeleteItem: () => client.send(new DeleteItemCommand({ TableName, Key })),
    ConditionCheckItem: () => client.send(new TransactWriteItemsCommand({ TransactItems: [check] })),
    BatchWriteItem: () => client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ DeleteRequest: { Key } }] } })),
    Scan: () => client.send(new ScanCommand({ TableName })),
  };
  return Object.entries(calls).map(([name, send]) => ({ need: { action: `dynamodb:${name}`, resource: '${table}' }, send }));
};

const bucketProbes = (access: Access, Bucket: string): Probe[] => {
  const client = new S3Client({ ...access, forcePathStyle: true });
  const on = (prefix: string): Probe[] => {
    const place = { Bucket, Key: `${prefix}/probe` };
    const calls = {
      PutObject: () => client.send(new PutObjectCommand({ ...place, Body: 'probe' })),
      GetObject: () => client.send(new GetObjectCommand(place)),
      DeleteObject: () => client.send(new DeleteObjectCommand(place)),
    };
    const resource = `\${bucket}/${place.Key}`;
    return Object.entries(calls).map(([name, send]) => ({ need: { action: `s3:${name}`, resource }, send }));
  };
  const list = { need: { action: 's3:ListBucket', resource: '${bucket}' }, send: () => client.send(new ListObjectsV2Command({ Bucket })) };
  return [...prefixes.flatMap(on), list];
};

const queueProbes = (access: Access, { pages, requests }: ProbedNames): Probe[] => {
  const client = new SQSClient(access);
  const on = (QueueName: string, resource: string): Probe[] => {
    const endpoint = String(access.endpoint);
    const QueueUrl = `${endpoint}/000000000000/${QueueName}`;
    const receipt = { QueueUrl, ReceiptHandle: 'probe' };
    const calls = {
      ReceiveMessage: () => client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 })),
      DeleteMessage: () => client.send(new DeleteMessageCommand(receipt)),
      ChangeMessageVisibility: () => client.send(new ChangeMessageVisibilityCommand({ ...receipt, VisibilityTimeout: 0 })),
      GetQueueAttributes: () => client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
      GetQueueUrl: () => client.send(new GetQueueUrlCommand({ QueueName })),
      SendMessage: () => client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'probe' })),
    };
    return Object.entries(calls).map(([name, send]) => ({ need: { action: `sqs:${name}`, resource }, send }));
  };
  return [
    ...on(pages, '${page_queue}'),
    ...on(`${pages}-dead`, '${page_dead_queue}'),
    ...on(requests, '${request_queue}'),
    ...on(`${requests}-dead`, '${request_dead_queue}'),
  ];
};

const secretProbes = (access: Access, prefix: string): Probe[] => {
  const [manager, ssm] = [new SecretsManagerClient(access), new SSMClient(access)];
  const name = 'SHOP_CLIENT';
  const secret = { action: 'secretsmanager:GetSecretValue', resource: `\${secrets}${name}` };
  const parameter = { action: 'ssm:GetParameter', resource: `\${parameters}${name}` };
  return [
    { need: secret, send: () => manager.send(new GetSecretValueCommand({ SecretId: `${prefix}${name}` })) },
    { need: parameter, send: () => ssm.send(new GetParameterCommand({ Name: `${prefix}${name}`, WithDecryption: true })) },
  ];
};

/** Whether a call was denied; that it failed otherwise does not count. */
export const isDenied = async (probe: Probe): Promise<boolean> => {
  try {
    await probe.send();
    return false;
  } catch (error) {
    return /AccessDenied|not authorized/.test(`${(error as Error).name} ${(error as Error).message}`);
  }
};
