import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';
import type { Clock } from '@twl/ports';
import { AwsError } from '../clients/aws-error';
import { messageText, traceOf } from './message-text';

/** Limits of SQS for one request. */
const maxEntries = 10;
const maxBytes = 256 * 1024;

/** Rounds of resending messages that SQS did not take. */
const maxRounds = 5;

type Entry = SendMessageBatchRequestEntry & { MessageBody: string };

/** Messages of a request; their ids are unique among them. */
export const entriesOf = (bodies: readonly unknown[], delaySeconds: number): Entry[] =>
  bodies.map((body, i) => {
    const trace = traceOf(body);
    return {
      Id: String(i),
      MessageBody: messageText(body),
      ...(delaySeconds > 0 && { DelaySeconds: delaySeconds }),
      ...(trace !== undefined && { MessageAttributes: { traceparent: { DataType: 'String', StringValue: trace } } }),
    };
  });

/** Divides messages into batches within the limits of SQS, by number and by size. */
export const batchesOf = (entries: readonly Entry[]): Entry[][] => {
  const batches: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const length = Buffer.byteLength(entry.MessageBody) + 200;
    const batch = batches.at(-1);
    if (batch && batch.length < maxEntries && bytes + length <= maxBytes) {
      batch.push(entry);
      bytes += length;
    } else {
      batches.push([entry]);
      bytes = length;
    }
  }
  return batches;
};

/** Sends one batch; resends only messages that SQS did not take. */
export const sendBatch = async (to: { client: SQSClient; url: string; clock: Clock }, batch: Entry[]): Promise<void> => {
  let rest = batch;
  for (let round = 1; ; round++) {
    const { Failed = [] } = await to.client.send(new SendMessageBatchCommand({ QueueUrl: to.url, Entries: rest }));
    if (Failed.length === 0) return;
    const fault = Failed.find(({ SenderFault }) => SenderFault);
    if (fault) throw new AwsError('AWS_REFUSED', `queue ${to.url}: ${fault.Code}: ${fault.Message}`);
    if (round === maxRounds)
      throw new AwsError('AWS_UNAVAILABLE', `queue ${to.url}: ${Failed.length} messages were not taken: ${Failed[0]?.Code}`);
    const failed = new Set(Failed.map(({ Id }) => Id));
    rest = rest.filter(({ Id }) => failed.has(Id));
    await to.clock.sleep(to.clock.random() * 100 * 2 ** round);
  }
};
