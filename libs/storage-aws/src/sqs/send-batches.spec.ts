import type { SQSClient } from '@aws-sdk/client-sqs';
import { ManualClock } from '@twl/ports/testing';
import { bodyOf, messageText } from './message-text';
import { batchesOf, entriesOf, sendBatch } from './send-batches';

/** A client with scripted responses: which ids of each request fail. */
const clientOf = (answers: { failed: string[]; isOurFault?: boolean }[]) => {
  const sent: string[][] = [];
  const send = async ({ input }: { input: { Entries: { Id: string }[] } }) => {
    const { failed, isOurFault = false } = answers[sent.length] ?? { failed: [] };
    sent.push(input.Entries.map(({ Id }) => Id));
    return { Failed: failed.map((Id) => ({ Id, SenderFault: isOurFault, Code: 'InternalError', Message: 'no' })) };
  };
  return { sent, to: { client: { send } as unknown as SQSClient, url: 'https://queue', clock: new ManualClock({ auto: true }) } };
};

const entries = entriesOf([1, 2, 3], 0);

describe('messages', () => {
  it('carry the trace context of their bodies', () => {
    expect(entriesOf([{ traceparent: '00-a-b-01' }, { other: 1 }, null, 7], 5)).toMatchObject([
      { MessageAttributes: { traceparent: { StringValue: '00-a-b-01' } }, DelaySeconds: 5 },
      { MessageBody: '{"other":1}' },
      { MessageBody: 'null' },
      { MessageBody: '7' },
    ]);
  });

  it('keep characters that SQS does not take', () => {
    const body = { text: 'a\ufffe\uffff\u0000\ud800ä' };
    for (const unit of ['\ufffe', '\uffff', '\u0000']) expect(messageText(body)).not.toContain(unit);
    expect(bodyOf(messageText(body))).toEqual(body);
  });

  it('stay unchanged when they are not JSON', () => {
    expect(bodyOf('{ no')).toBe('{ no');
    expect(bodyOf(undefined)).toBeUndefined();
  });

  it('go ten at a time, and fewer when they are long', () => {
    expect(
      batchesOf(
        entriesOf(
          Array.from({ length: 23 }, (_, n) => n),
          0,
        ),
      ).map((batch) => batch.length),
    ).toEqual([10, 10, 3]);
    const long = 'x'.repeat(100_000);
    expect(batchesOf(entriesOf([long, long, long, 'y'], 0)).map((batch) => batch.length)).toEqual([2, 2]);
  });
});

describe('sending a batch', () => {
  it('resends only messages that were not taken', async () => {
    const { sent, to } = clientOf([{ failed: ['1', '2'] }, { failed: ['2'] }]);
    await sendBatch(to, entries);
    expect(sent).toEqual([['0', '1', '2'], ['1', '2'], ['2']]);
  });

  it('gives up after some rounds, and says that a retry can help', async () => {
    const { sent, to } = clientOf(Array.from({ length: 9 }, () => ({ failed: ['1'] })));
    await expect(sendBatch(to, entries)).rejects.toMatchObject({ code: 'AWS_UNAVAILABLE', retryable: true });
    expect(sent).toHaveLength(5);
  });

  it('does not resend a message that is wrong in itself', async () => {
    const { sent, to } = clientOf([{ failed: ['0'], isOurFault: true }]);
    await expect(sendBatch(to, entries)).rejects.toMatchObject({ code: 'AWS_REFUSED', retryable: false });
    expect(sent).toHaveLength(1);
  });
});
