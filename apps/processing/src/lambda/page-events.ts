import { Inject, Injectable } from '@nestjs/common';
import { drainBatch, type ProcessPorts } from '@twl/pipeline';
import { UnknownEventError } from '@twl/platform';
import type { Runtime } from '@twl/runtime';
import type { SQSBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import { PROCESS_PORTS, SQS_QUEUE } from '../ports/process-ports';

type SqsQueue = NonNullable<Runtime['aws']>['pageQueue'];

/** Processes batches of the page queue from Lambda. */
@Injectable()
export class PageEvents {
  constructor(
    @Inject(PROCESS_PORTS) private readonly ports: ProcessPorts,
    @Inject(SQS_QUEUE) private readonly queue: SqsQueue,
  ) {}

  /**
   * @returns the messages to deliver again; Lambda deletes the others
   * @throws UnknownEventError; BatchFailedError if every message failed, so that Lambda counts a failed invocation
   */
  async work(event: unknown, deadlineAt: number): Promise<SQSBatchResponse> {
    const { ports, queue } = this;
    const visibilityMs = deadlineAt - ports.clock.now();
    const deliveries = recordsIn(event).map((record) => queue.take(messageOf(record), visibilityMs));
    const { failed } = await drainBatch(ports, deliveries, { deadlineAt });
    if (failed.length === deliveries.length) throw new BatchFailedError(failed.length);
    return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
  }
}

/** All messages of a batch failed; the log has the reason of each. */
export class BatchFailedError extends Error {
  constructor(messages: number) {
    super(`all ${messages} messages failed; see the log for the reason of each`);
    this.name = 'BatchFailedError';
  }
}

const batch = z.looseObject({
  Records: z
    .array(
      z.looseObject({
        messageId: z.string(),
        receiptHandle: z.string(),
        body: z.string(),
        attributes: z.looseObject({ ApproximateReceiveCount: z.string().optional() }),
      }),
    )
    .min(1),
});

type QueueMessage = z.infer<typeof batch>['Records'][number];

const recordsIn = (event: unknown): QueueMessage[] => {
  const { success, data } = batch.safeParse(event);
  if (!success) throw new UnknownEventError('this function handles batches of messages of the page queue');
  return data.Records;
};

/** Converts a message of Lambda, whose field names start in lower case, to one of SQS. */
const messageOf = ({ messageId, receiptHandle, body, attributes }: QueueMessage) => ({
  MessageId: messageId,
  ReceiptHandle: receiptHandle,
  Body: body,
  Attributes: { ApproximateReceiveCount: attributes.ApproximateReceiveCount },
});
