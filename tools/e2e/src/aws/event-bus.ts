import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import type { LambdaFunction } from './lambda-function';

/** What a batch function answers. */
interface BatchAnswer {
  batchItemFailures: { itemIdentifier: string }[];
}

const eventOf = (messages: Message[]) => ({
  Records: messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: Attributes,
    messageAttributes: {},
    eventSource: 'aws:sqs',
    awsRegion: 'us-east-1',
  })),
});

/** Between a queue and a function, as Lambda is: receives a batch, calls the function, deletes what it is done with. */
export class EventBus {
  constructor(
    private readonly client: SQSClient,
    private readonly queue: string,
    private readonly target: Pick<LambdaFunction, 'invoke'>,
  ) {}

  /** Delivers batches until nothing is ready; gives how many messages were delivered. `shuffle` changes the order of a batch. */
  async drain(options: { shuffle?: (messages: Message[]) => Message[]; ms?: number } = {}): Promise<number> {
    let delivered = 0;
    for (;;) {
      const messages = await this.receive();
      if (messages.length === 0) return delivered;
      delivered += messages.length;
      await this.deliver(options.shuffle?.(messages) ?? messages, options.ms);
    }
  }

  async receive(): Promise<Message[]> {
    const input = { MaxNumberOfMessages: 10, VisibilityTimeout: 30, MessageSystemAttributeNames: ['ApproximateReceiveCount' as const] };
    return (await this.client.send(new ReceiveMessageCommand({ QueueUrl: await this.url(), ...input }))).Messages ?? [];
  }

  async deliver(messages: Message[], ms?: number): Promise<BatchAnswer> {
    const answer = await this.target.invoke<BatchAnswer>(eventOf(messages), ms);
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const unique = new Map(messages.map((message) => [message.MessageId, message]));
    const done = [...unique.values()].filter(({ MessageId }) => !failed.has(MessageId!));
    const Entries = done.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    if (Entries.length > 0) await this.client.send(new DeleteMessageBatchCommand({ QueueUrl: await this.url(), Entries }));
    return answer;
  }

  async send(body: string): Promise<void> {
    await this.client.send(new SendMessageCommand({ QueueUrl: await this.url(), MessageBody: body }));
  }

  private async url(): Promise<string> {
    return (await this.client.send(new GetQueueUrlCommand({ QueueName: this.queue }))).QueueUrl!;
  }
}
