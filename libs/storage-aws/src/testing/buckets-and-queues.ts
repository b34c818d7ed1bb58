import type { Clock } from '@twl/ports';
import type { AwsClients } from '../clients/aws-clients';
import { createBucket } from '../s3/bucket';
import { createQueue } from '../sqs/queues';
import { SqsWorkQueue } from '../sqs/sqs-work-queue';
import { ownName } from './emulators';

/** Makes a bucket and returns its name. */
export const emulatedBucket = async ({ s3 }: AwsClients): Promise<string> => {
  const bucket = ownName();
  await createBucket(s3, bucket);
  return bucket;
};

/** Makes a queue of its own with its dead-letter queue. */
export const emulatedQueue = async ({ sqs }: AwsClients, clock: Clock, maxReceives = 5): Promise<SqsWorkQueue> =>
  new SqsWorkQueue({ client: sqs, clock, maxReceives, ...(await createQueue(sqs, ownName(), maxReceives)) });
