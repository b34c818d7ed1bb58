import { reportsCapacity, unitsOfFailedWrite, reportedUnits } from './capacity';
import { itemBytes } from './item-bytes';
import { Meter } from './meter';
import { noUsage, requestsTo } from './usage';

const one = (kind: string, writeUnits = 0) => ({ ...noUsage(), requests: { [kind]: 1 }, writeUnits });

describe('the meter', () => {
  it('counts the requests of one piece of work apart from concurrent ones', async () => {
    const meter = new Meter();
    const work = (kind: string, times: number) =>
      meter.measure(async () => {
        for (let i = 0; i < times; i++) {
          meter.add(one(kind, 2));
          await new Promise(setImmediate);
        }
        return meter.current!;
      });
    const [s3, sqs] = await Promise.all([work('S3.PutObject', 3), work('SQS.SendMessageBatch', 2)]);
    expect(s3).toMatchObject({ requests: { 'S3.PutObject': 3 }, writeUnits: 6 });
    expect(requestsTo(sqs, 'SQS')).toBe(2);
    expect(meter.total).toMatchObject({ requests: { 'S3.PutObject': 3, 'SQS.SendMessageBatch': 2 }, writeUnits: 10 });
    expect(meter.current).toBeUndefined();
  });

  it('returns the unsaved usage of a run once, with that of earlier work on it', async () => {
    const meter = new Meter();
    const asked = (kind: string) => async () => meter.add(one(kind, 2));
    await meter.measure(asked('S3.PutObject'), 'a');
    await meter.measure(asked('S3.GetObject'), 'b');
    await meter.measure(async () => {
      await asked('S3.PutObject')();
      const taken = meter.takeUnsaved()!;
      expect(taken).toMatchObject({ requests: { 'S3.PutObject': 2 }, writeUnits: 4 });
      expect(meter.takeUnsaved()).toEqual(noUsage());
      meter.putBack(taken);
      meter.putBack(one('S3.PutObject', 1), -1);
    }, 'a');
    await meter.measure(async () => {
      expect(meter.takeUnsaved()).toMatchObject({ requests: { 'S3.PutObject': 1 }, writeUnits: 3 });
      expect(meter.current).toEqual(noUsage());
    }, 'a');
    expect(meter.takeUnsaved()).toBeUndefined();
  });
});

describe('capacity units', () => {
  it('are what DynamoDB says, of one table or of many', () => {
    expect(reportedUnits('Query', { ConsumedCapacity: { CapacityUnits: 1.5 } })).toEqual({ readUnits: 1.5, writeUnits: 0 });
    const several = { ConsumedCapacity: [{ CapacityUnits: 2 }, { CapacityUnits: 4 }] };
    expect(reportedUnits('TransactWriteItems', several)).toEqual({ readUnits: 0, writeUnits: 6 });
    expect(reportsCapacity('DescribeTable')).toBe(false);
  });

  it('are computed where a condition failed, which is billed all the same', () => {
    const failed = Object.assign(new Error(), { name: 'ConditionalCheckFailedException' });
    const canceled = Object.assign(new Error(), { name: 'TransactionCanceledException' });
    const item = { pk: { S: 'a' }, data: { S: 'x'.repeat(1500) } };
    expect(unitsOfFailedWrite(failed, { Item: item })).toBe(2);
    expect(
      unitsOfFailedWrite(canceled, { TransactItems: [{ Put: { Item: item } }, { ConditionCheck: { Key: { pk: { S: 'a' } } } }] }),
    ).toBe(6);
    expect(unitsOfFailedWrite(new Error('something else'), { Item: item })).toBe(0);
  });

  it('count an item alike, however it is written', () => {
    const plain = { pk: 'a', n: 12, list: [1, 'b'], flag: true };
    const marshalled = { pk: { S: 'a' }, n: { N: '12' }, list: { L: [{ N: '1' }, { S: 'b' }] }, flag: { BOOL: true } };
    expect(itemBytes(marshalled)).toBe(itemBytes(plain));
  });
});
