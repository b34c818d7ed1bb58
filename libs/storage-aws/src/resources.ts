import { AwsClients, type AwsAccess } from './clients/aws-clients';
import { createTable } from './dynamo/table/create-table';
import type { AwsNames } from './open-aws-engine';
import { createBucket } from './s3/bucket';
import { createQueue } from './sqs/queues';

/** What to create, and where. */
export interface ResourceOptions extends AwsNames {
  access: AwsAccess;
  /** Deliveries before a message is moved to the dead letters; default 5. */
  maxReceives?: number;
}

/** Creates table, bucket and queues as the engine needs them, unless they exist. @throws AwsError */
export const createResources = async ({
  access,
  maxReceives = 5,
  table,
  bucket,
  pageQueue,
  requestQueue,
}: ResourceOptions): Promise<void> => {
  const clients = new AwsClients(access);
  try {
    await Promise.all([
      createTable(clients.dynamo, table),
      createBucket(clients.s3, bucket),
      createQueue(clients.sqs, pageQueue, maxReceives),
      createQueue(clients.sqs, requestQueue, maxReceives),
    ]);
  } finally {
    clients.close();
  }
};
