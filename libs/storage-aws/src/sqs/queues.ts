import { CreateQueueCommand, GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { requireValue } from '@twl/ports';
import { translatedAws } from '../clients/aws-error';

/** The addresses of a queue and of its dead-letter queue. */
export interface QueueUrls {
  url: string;
  deadUrl: string;
}

const days = 86_400;

/** How queues are configured; Terraform must agree with it. Times in seconds. */
export const queueSettings = {
  /** A Lambda function may take a sixth of it. */
  visibility: 720,
  retention: 14 * days,
  deadEnding: '-dead',
} as const;

const addressOf = ({ QueueUrl }: { QueueUrl?: string | undefined }): string =>
  requireValue(QueueUrl, 'address in what SQS says of a queue');

/** Returns the address of a queue that is given by its address, or by its name, which costs a request. */
export const findQueue = async (client: SQSClient, queue: string): Promise<QueueUrls> => {
  const { deadEnding } = queueSettings;
  if (/^https?:/.test(queue)) return { url: queue, deadUrl: queue + deadEnding };
  const find = async (QueueName: string): Promise<string> =>
    addressOf(await translatedAws(`queue ${QueueName}`, () => client.send(new GetQueueUrlCommand({ QueueName }))));
  const dead = find(queue + deadEnding);
  // If both are missing, the error names the queue.
  dead.catch(() => undefined);
  return { url: await find(queue), deadUrl: await dead };
};

/** Makes a queue and its dead-letter queue, unless they exist. */
export const createQueue = async (client: SQSClient, name: string, maxReceives: number): Promise<QueueUrls> => {
  const { visibility, retention, deadEnding } = queueSettings;
  const kept = { MessageRetentionPeriod: String(retention), SqsManagedSseEnabled: 'true' };
  const create = async (QueueName: string, Attributes: Record<string, string>): Promise<string> =>
    addressOf(await translatedAws(`queue ${QueueName}`, () => client.send(new CreateQueueCommand({ QueueName, Attributes }))));
  const deadUrl = await create(name + deadEnding, kept);
  const asked = new GetQueueAttributesCommand({ QueueUrl: deadUrl, AttributeNames: ['QueueArn'] });
  const deadLetterTargetArn = (await client.send(asked)).Attributes?.['QueueArn'];
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: maxReceives });
  const url = await create(name, { ...kept, VisibilityTimeout: String(visibility), RedrivePolicy });
  return { url, deadUrl };
};
