import { createHash } from 'node:crypto';
import { CreateTableCommand, DeleteTableCommand, PutItemCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { AwsClients } from '@twl/storage-aws';
import { bodies, type Load } from '../processing/records';

/** Puts that are under way together. */
const atOnce = 16;

/** A table as many are laid out: the record, and two indexes, newest first over all and by source. */
export const createNaiveTable = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  const index = (IndexName: string, hash: string) => ({
    IndexName,
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' as const },
      { AttributeName: 'updatedAt', KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' as const },
  });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: ['id', 'source', 'bucket', 'updatedAt'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S' as const,
      })),
      GlobalSecondaryIndexes: [index('bySource', 'source'), index('newest', 'bucket')],
    }),
  );
};

export const removeNaiveTable = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  await client.send(new DeleteTableCommand({ TableName }));
};

/** The naive way: each fetch is an object and a message, each record a put on condition that it is new or differs. */
export const runNaive = async (
  { s3, sqs, dynamo }: AwsClients,
  at: { table: string; bucket: string; queue: string },
  load: Load,
): Promise<void> => {
  let page = 0;
  for (const text of bodies(load)) {
    const key = `naive/${Date.now()}-${page++}.json`;
    await s3.send(new PutObjectCommand({ Bucket: at.bucket, Key: key, Body: text }));
    await sqs.send(new SendMessageCommand({ QueueUrl: at.queue, MessageBody: JSON.stringify({ key }) }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: at.queue }));
    await (await s3.send(new GetObjectCommand({ Bucket: at.bucket, Key: key }))).Body?.transformToByteArray();
    await putAll(dynamo, at.table, (JSON.parse(text) as { items: { id: string }[] }).items);
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl: at.queue, ReceiptHandle }));
  }
};

const putAll = async (client: DynamoDBClient, TableName: string, records: { id: string }[]): Promise<void> => {
  for (let first = 0; first < records.length; first += atOnce)
    await Promise.all(records.slice(first, first + atOnce).map((record) => put(client, TableName, record)));
};

const put = async (client: DynamoDBClient, TableName: string, record: { id: string }): Promise<void> => {
  const data = JSON.stringify(record);
  const fingerprint = createHash('md5').update(data).digest('hex');
  const Item: Record<string, AttributeValue> = {
    id: { S: record.id },
    source: { S: 'shop' },
    bucket: { S: new Date().toISOString().slice(0, 10) },
    updatedAt: { S: new Date().toISOString() },
    fingerprint: { S: fingerprint },
    data: { S: data },
  };
  const condition = {
    ConditionExpression: 'attribute_not_exists(id) OR fingerprint <> :f',
    ExpressionAttributeValues: { ':f': { S: fingerprint } },
  };
  await client.send(new PutItemCommand({ TableName, Item, ...condition })).catch((error: Error) => {
    if (error.name !== 'ConditionalCheckFailedException') throw error;
  });
};
