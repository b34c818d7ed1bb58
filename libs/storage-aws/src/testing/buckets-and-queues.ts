import type { Clock } from '@twl/ports';
import type { AwsClients } from '../clients/aws-clients';
import { createBucket } from '../s3/bucket';
import { S3RawStore } from '../s3/s3-raw-store';
import { createQueue } from '../sqs/queues';
import { SqsWorkQueue } from '../sqs/sqs-work-queue';
import { ownName } from './emulators';

/** Makes a raw store in a bucket of its own. */
export const emulatedRawStore = async ({ s3 }: AwsClients): Promise<S3RawStore> => {
  const bucket = ownName();
  await createBucket(s3, bucket);
  return new S3RawStore(s3, bucket);
};

/** Makes a queue of its own with its dead-letter queue. */
export const emulatedQueue = async ({ sqs }: AwsClients, clock: Clock, maxReceives = 5): Promise<SqsWorkQueue> =>
  new SqsWorkQueue({ client: sqs, clock, maxReceives, ...(await createQueue(sqs, ownName(), maxReceives)) });
