import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '@twl/ports';
import type { AwsClients } from '../clients/aws-clients';
import { S3RawStore } from '../s3/s3-raw-store';
import { SqsWorkQueue } from '../sqs/sqs-work-queue';
import { ownName } from './emulators';

/** A raw store in a bucket of its own. */
export const emulatedRawStore = async ({ s3 }: AwsClients): Promise<S3RawStore> => {
  const bucket = ownName();
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return new S3RawStore(s3, bucket);
};

/** A queue of its own with its dead-letter queue. */
export const emulatedQueue = async ({ sqs }: AwsClients, clock: Clock, maxReceives = 5): Promise<SqsWorkQueue> => {
  const name = ownName();
  const deadUrl = await create(sqs, `${name}-dead`, {});
  const asked = new GetQueueAttributesCommand({ QueueUrl: deadUrl, AttributeNames: ['QueueArn'] });
  const deadLetterTargetArn = (await sqs.send(asked)).Attributes?.['QueueArn'];
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: maxReceives });
  const url = await create(sqs, name, { RedrivePolicy });
  return new SqsWorkQueue({ client: sqs, clock, url, deadUrl, maxReceives });
};

const create = async (sqs: SQSClient, QueueName: string, Attributes: Record<string, string>): Promise<string> =>
  (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl!;
