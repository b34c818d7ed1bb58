import { Inject, Injectable } from '@nestjs/common';
import type { ProcessPorts } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { workBatch } from '../batch/work-batch';
import { MEASURED, PROCESS_PORTS, SQS_QUEUE } from '../process-ports';

type SqsQueue = NonNullable<Runtime['aws']>['pageQueue'];

/** Works off what Lambda received from the queue of pages. */
@Injectable()
export class PageEvents {
  constructor(
    @Inject(PROCESS_PORTS) private readonly ports: ProcessPorts,
    @Inject(SQS_QUEUE) private readonly queue: SqsQueue,
    @Inject(MEASURED) private readonly measured: Runtime['measured'],
  ) {}

  /** @returns the messages that come back; Lambda deletes the others */
  async work(event: SQSEvent, deadlineAt: number): Promise<SQSBatchResponse> {
    const { ports, queue, measured } = this;
    const visibilityMs = deadlineAt - ports.clock.now();
    const deliveries = event.Records.map((record) => queue.take(messageOf(record), visibilityMs));
    const failed = await workBatch({ ports, deliveries, deadlineAt, measured });
    return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
  }
}

/** Lambda writes the same fields with small first letters. */
const messageOf = ({ messageId, receiptHandle, body, attributes }: SQSRecord) => ({
  MessageId: messageId,
  ReceiptHandle: receiptHandle,
  Body: body,
  Attributes: { ApproximateReceiveCount: attributes.ApproximateReceiveCount },
});
