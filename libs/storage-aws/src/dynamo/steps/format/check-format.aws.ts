import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { ManualClock } from '@twl/ports/testing';
import { DynamoFaults, refusal } from '../../../testing/dynamo-faults';
import { emulatedClients, ownName } from '../../../testing/emulators';
import { formatItem, formatKey } from '../../items/format-item';
import { createStream } from '../../items/runs/stream-items';
import { createTable } from '../../table/create-table';
import { Table } from '../../table/table';
import { checkFormat } from './check-format';

describe('the format of a table', () => {
  const clients = emulatedClients();
  const faults = new DynamoFaults(clients.dynamo);
  let table: Table;

  beforeEach(async () => {
    const name = ownName();
    await createTable(clients.dynamo, name, false);
    const client = DynamoDBDocumentClient.from(clients.dynamo);
    table = new Table({ client, name, clock: new ManualClock({ auto: true }) });
  });
  afterEach(async () => {
    await clients.dynamo.send(new DeleteTableCommand({ TableName: table.name }));
  });
  afterAll(() => clients.close());

  const item = () => table.get(formatKey);
  const writeStream = () => table.transact([createStream('shop', 'orders', 'abcdefgh.1')]);
  const requestsOf = async (action: () => Promise<void>): Promise<string[]> => {
    const before = faults.requests.length;
    await action();
    return faults.requests.slice(before).map(({ operation }) => operation);
  };
  const keep = 'keep table and bucket with the version that made them, and start this one with others (TABLE_NAME, RAW_BUCKET)';

  it('is written once into an empty table, and costs one read from then on', async () => {
    expect(await requestsOf(() => checkFormat(table))).toEqual(['GetItem', 'Query', 'PutItem']);
    expect(await item()).toEqual({ pk: 'FORMAT', sk: 'FORMAT', version: 3 });
    await writeStream();
    expect(await requestsOf(() => checkFormat(table))).toEqual(['GetItem']);
  });

  it('is written once by processes that start together', async () => {
    await Promise.all([checkFormat(table), checkFormat(table), checkFormat(table)]);
    expect(await item()).toMatchObject({ version: 3 });
  });

  it('of another process that marked the table meanwhile is read again', async () => {
    faults.next('PutItem', async (_args, pass) => {
      await table.write([formatItem(5)]);
      return pass();
    });
    await expect(checkFormat(table)).rejects.toThrow('a newer version of the product made it (its format is 5, that of this version 3)');
    expect(await item()).toMatchObject({ version: 5 });
  });

  it('is refused when the table has items and no format: nothing is written, and the error says what to do', async () => {
    await writeStream();
    await expect(checkFormat(table)).rejects.toMatchObject({
      ...{ code: 'STORAGE_VERSION', retryable: false, infrastructure: true },
      message: `DynamoDB table ${table.name}: an older version of the product made it (its format is 1, that of this version 3): ${keep}`,
    });
    expect(await item()).toBeUndefined();
  });

  it('is refused when it is newer', async () => {
    await table.write([formatItem(9)]);
    await expect(checkFormat(table)).rejects.toMatchObject({
      code: 'STORAGE_VERSION',
      message: `DynamoDB table ${table.name}: a newer version of the product made it (its format is 9, that of this version 3): upgrade the product`,
    });
    expect(await item()).toMatchObject({ version: 9 });
  });

  it('is raised step by step, each step once', async () => {
    await checkFormat(table);
    await writeStream();
    const addItem = (sk: string) => (upgraded: Table) => upgraded.write([{ pk: 'STEPS', sk }]);
    await checkFormat(table, [addItem('4')]);
    const never = () => Promise.reject(new Error('it is done'));
    await checkFormat(table, [never, addItem('5')]);
    await checkFormat(table, [never, never]);
    expect(await item()).toMatchObject({ version: 5 });
    expect((await table.all({ pk: 'STEPS' })).map(({ sk }) => sk)).toEqual(['4', '5']);
  });

  it('stays when a step fails, and the step is done again', async () => {
    await checkFormat(table);
    let count = 0;
    const step = async (): Promise<void> => {
      if (++count === 1) throw new Error('interrupted');
    };
    await expect(checkFormat(table, [step])).rejects.toThrow('interrupted');
    expect(await item()).toMatchObject({ version: 3 });
    await checkFormat(table, [step]);
    expect([count, (await item())?.['version']]).toEqual([2, 4]);
  });

  it('is read again when the table throttles, and says so when it does not stop', async () => {
    const throttled = () => Promise.reject(refusal('ThrottlingException', { $retryable: { throttling: true } }));
    for (let i = 0; i < 4; i++) faults.next('GetItem', throttled);
    await checkFormat(table);
    for (let i = 0; i < 5; i++) faults.next('GetItem', throttled);
    await expect(checkFormat(table)).rejects.toMatchObject({ code: 'AWS_THROTTLED', retryable: true });
  });
});
