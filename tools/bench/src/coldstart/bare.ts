import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A function with the clients of the worker and nothing else: the least that one can take. */
const clients = [new S3Client({}), new SQSClient({}), DynamoDBDocumentClient.from(new DynamoDBClient({}))];

export const handler = async (): Promise<{ batchItemFailures: unknown[] }> => ({ batchItemFailures: clients.slice(3) });
