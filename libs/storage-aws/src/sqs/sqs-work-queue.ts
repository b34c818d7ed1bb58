import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { WorkQueue, type Clock, type Delivery, type PageQueue, type QueueDepth, type ReceiveOptions, type RequestQueue } from '@twl/ports';
import { translateAws, translatedAws } from '../clients/aws-error';
import { HeldReceipts } from './held-receipts';
import { bodyOf } from './message-text';
import { batchesOf, entriesOf, sendBatch } from './send-batches';

/** The longest long poll, delay and visibility of SQS, seconds. */
const maxSeconds = { poll: 20, delay: 900, visibility: 43_200 };

/** Options of a queue. */
export interface SqsQueueOptions {
  client: SQSClient;
  clock: Clock;
  url: string;
  /** Where its redrive policy sends messages that are given up. */
  deadUrl: string;
  /** As in the redrive policy. */
  maxReceives: number;
}

const seconds = (ms: number, most: number): number => Math.min(most, Math.max(0, Math.ceil(ms / 1000)));

/** A standard queue of SQS with a dead-letter queue. */
export class SqsWorkQueue extends WorkQueue implements PageQueue, RequestQueue {
  readonly maxReceives: number;
  readonly url: string;
  private readonly held: HeldReceipts;

  constructor(private readonly options: SqsQueueOptions) {
    super();
    this.maxReceives = options.maxReceives;
    this.url = options.url;
    this.held = new HeldReceipts(options.clock);
  }

  async send(bodies: unknown[], { delayMs = 0 }: { delayMs?: number } = {}): Promise<void> {
    const entries = entriesOf(bodies, seconds(delayMs, maxSeconds.delay));
    await this.translated(async () => {
      for (const batch of batchesOf(entries)) await sendBatch(this.options, batch);
    });
  }

  async receive(options: ReceiveOptions): Promise<Delivery[]> {
    const { clock } = this.options;
    const until = clock.monotonic() + options.waitMs;
    for (;;) {
      if (options.signal?.aborted) return [];
      const deliveries = await this.poll(options, Math.max(0, until - clock.monotonic()));
      if (deliveries.length > 0 || clock.monotonic() >= until) return deliveries;
    }
  }

  /** Accepts a message that Lambda has received. */
  take(message: Message, visibilityMs: number): Delivery {
    const receipt = message.ReceiptHandle ?? '';
    this.held.hold(receipt, this.options.clock.monotonic() + visibilityMs);
    const receives = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
    return { id: message.MessageId ?? '', body: bodyOf(message.Body), receives, receipt };
  }

  async ack(receipt: string): Promise<void> {
    const { client, url } = this.options;
    await this.withHeld(receipt, () => client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt })));
    this.held.drop(receipt);
  }

  /** Acknowledges many messages, ten with a request. A message that SQS did not take is delivered again, without effect. */
  async ackAll(receipts: readonly string[]): Promise<void> {
    const { client, url } = this.options;
    const held = receipts.filter((receipt) => this.held.hasLease(receipt));
    for (let first = 0; first < held.length; first += 10) {
      const Entries = held.slice(first, first + 10).map((ReceiptHandle, i) => ({ Id: String(i), ReceiptHandle }));
      await this.translated(() => client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries })));
    }
    for (const receipt of held) this.held.drop(receipt);
  }

  async release(receipt: string, delayMs: number): Promise<void> {
    await this.setVisibility(receipt, delayMs);
    this.held.drop(receipt);
  }

  async extend(receipt: string, visibilityMs: number): Promise<void> {
    const now = this.options.clock.monotonic();
    if (await this.setVisibility(receipt, visibilityMs)) this.held.hold(receipt, now + visibilityMs);
  }

  async depth(): Promise<QueueDepth> {
    const [queue, dead] = await Promise.all([this.counts(this.options.url), this.counts(this.options.deadUrl)]);
    return { ready: queue.ready, inFlight: queue.inFlight, dead: dead.ready + dead.inFlight };
  }

  private async poll({ max, visibilityMs, signal }: ReceiveOptions, waitMs: number): Promise<Delivery[]> {
    const { client, clock, url } = this.options;
    const before = clock.monotonic();
    const command = new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: max,
      WaitTimeSeconds: seconds(waitMs, maxSeconds.poll),
      VisibilityTimeout: seconds(visibilityMs, maxSeconds.visibility),
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    });
    try {
      const { Messages = [] } = await client.send(command, signal ? { abortSignal: signal } : {});
      return Messages.map((message) => this.take(message, before + visibilityMs - clock.monotonic()));
    } catch (error) {
      if (signal?.aborted) return [];
      throw translateAws(error, `queue ${url}`);
    }
  }

  private setVisibility(receipt: string, ms: number): Promise<boolean> {
    const { client, url } = this.options;
    const VisibilityTimeout = seconds(ms, maxSeconds.visibility);
    return this.withHeld(receipt, () =>
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout })),
    );
  }

  /** Sends a request with a receipt, unless the receipt has expired. */
  private async withHeld(receipt: string, request: () => Promise<unknown>): Promise<boolean> {
    if (!this.held.hasLease(receipt)) return false;
    return this.translated(async () => {
      try {
        await request();
        return true;
      } catch (error) {
        if (isExpired(error)) return false;
        throw error;
      }
    });
  }

  private async counts(url: string): Promise<{ ready: number; inFlight: number }> {
    const AttributeNames = [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesDelayed',
    ] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...AttributeNames] });
    const { Attributes = {} } = await translatedAws(`queue ${url}`, () => this.options.client.send(command));
    const count = (name: (typeof AttributeNames)[number]): number => Number(Attributes[name] ?? 0);
    return {
      ready: count('ApproximateNumberOfMessages') + count('ApproximateNumberOfMessagesDelayed'),
      inFlight: count('ApproximateNumberOfMessagesNotVisible'),
    };
  }

  private translated<T>(request: () => Promise<T>): Promise<T> {
    return translatedAws(`queue ${this.options.url}`, request);
  }
}

/** The errors of SQS for an expired receipt, or a message that was deleted. */
const expiredCodes = ['ReceiptHandleIsInvalid', 'MessageNotInflight', 'InvalidIdFormat', 'AWS.SimpleQueueService.MessageNotInflight'];

const isExpired = (error: unknown): boolean => {
  const { name, message } = error as Error;
  return expiredCodes.includes(name) || (name === 'InvalidParameterValue' && /receipt ?handle/i.test(message));
};
