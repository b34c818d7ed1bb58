import { itemBytes } from './item-bytes';
import type { Usage } from './usage';

type Units = Pick<Usage, 'readUnits' | 'writeUnits'>;

/** Operations on data, by what they consume. */
const kinds: Record<string, keyof Units> = {
  GetItem: 'readUnits',
  BatchGetItem: 'readUnits',
  Query: 'readUnits',
  Scan: 'readUnits',
  TransactGetItems: 'readUnits',
  PutItem: 'writeUnits',
  UpdateItem: 'writeUnits',
  DeleteItem: 'writeUnits',
  BatchWriteItem: 'writeUnits',
  TransactWriteItems: 'writeUnits',
};

/** Whether an operation of DynamoDB tells what it consumed when it is asked to. */
export const tellsCapacity = (operation: string): boolean => Object.hasOwn(kinds, operation);

const blockBytes = 1024;

interface MeteredWrite {
  Item?: Record<string, unknown>;
  Key?: Record<string, unknown>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

const writeUnits = ({ Item, Key, ExpressionAttributeValues }: MeteredWrite): number =>
  Math.max(1, Math.ceil(itemBytes(Item ?? { ...Key, ...ExpressionAttributeValues }) / blockBytes));

/** A request that writes: one item, or those of a transaction. */
type Input = MeteredWrite & { TransactItems?: Record<string, MeteredWrite>[] };

interface Consumed {
  CapacityUnits?: number;
}

/**
 * What an answer says that it consumed. Of a transaction at least what its items come to by the rules: DynamoDB Local adds their bytes up
 * before it rounds, where each item is billed by itself.
 */
export const unitsTold = (operation: string, output: { ConsumedCapacity?: Consumed | Consumed[] }, input: Input = {}): Units => {
  const all = [output.ConsumedCapacity ?? []].flat();
  const told = all.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  const units = Math.max(told, input.TransactItems ? unitsOfWrites(input.TransactItems) : 0);
  return { readUnits: 0, writeUnits: 0, [kinds[operation] ?? 'readUnits']: units };
};

const refused = ['ConditionalCheckFailedException', 'TransactionCanceledException'];

/**
 * What a write consumed whose condition failed, which is billed like one that did not: one unit per kilobyte begun, twice in a
 * transaction. The answer does not say it.
 */
export const unitsOfRefused = (error: unknown, input: Input): number => {
  if (!(error instanceof Error) || !refused.includes(error.name)) return 0;
  return input.TransactItems ? unitsOfWrites(input.TransactItems) : writeUnits(input);
};

/** The write units of a transaction, by the documented rules. */
export const unitsOfWrites = (items: readonly Record<string, MeteredWrite>[]): number =>
  items.flatMap((item) => Object.values(item)).reduce((sum, write) => sum + 2 * writeUnits(write), 0);
