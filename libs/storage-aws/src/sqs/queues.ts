import { CreateQueueCommand, GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { requireValue } from '@twl/ports';
import { translatedAws } from '../clients/aws-error';

/** The addresses of a queue and of the one for what is given up. */
export interface QueueUrls {
  url: string;
  deadUrl: string;
}

const days = 86_400;

/** How queues are set up: whoever makes them elsewhere must agree. Times in seconds. */
export const queueSettings = {
  /** A Lambda function may have a sixth of it. */
  visibility: 720,
  retention: 14 * days,
  deadEnding: '-dead',
} as const;

const addressOf = ({ QueueUrl }: { QueueUrl?: string | undefined }): string =>
  requireValue(QueueUrl, 'address in what SQS says of a queue');

/** Where a queue answers that is given by its address, or by its name, which costs a request. */
export const findQueue = async (client: SQSClient, queue: string): Promise<QueueUrls> => {
  const { deadEnding } = queueSettings;
  if (/^https?:/.test(queue)) return { url: queue, deadUrl: queue + deadEnding };
  const find = async (QueueName: string): Promise<string> =>
    addressOf(await translatedAws(`queue ${QueueName}`, () => client.send(new GetQueueUrlCommand({ QueueName }))));
  const dead = find(queue + deadEnding);
  // Where both are missing it is the queue that should be named.
  dead.catch(() => undefined);
  return { url: await find(queue), deadUrl: await dead };
};

/** Makes a queue and its dead-letter queue, unless they are there. */
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
