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

/** Returns true if an operation of DynamoDB reports its consumption on request. */
export const reportsCapacity = (operation: string): boolean => Object.hasOwn(kinds, operation);

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
 * Returns the consumption that a response reports. For a transaction at least the units of its items by the documented rules: DynamoDB
 * Local adds their bytes before it rounds, while AWS bills each item by itself.
 */
export const reportedUnits = (operation: string, output: { ConsumedCapacity?: Consumed | Consumed[] }, input: Input = {}): Units => {
  const all = [output.ConsumedCapacity ?? []].flat();
  const reported = all.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  const units = Math.max(reported, input.TransactItems ? unitsOfWrites(input.TransactItems) : 0);
  return { readUnits: 0, writeUnits: 0, [kinds[operation] ?? 'readUnits']: units };
};

const refused = ['ConditionalCheckFailedException', 'TransactionCanceledException'];

/**
 * Returns the units of a write whose condition failed, which is billed like any other: one unit per kilobyte begun, twice in a transaction.
 * The response does not report it.
 */
export const unitsOfFailedWrite = (error: unknown, input: Input): number => {
  if (!(error instanceof Error) || !refused.includes(error.name)) return 0;
  return input.TransactItems ? unitsOfWrites(input.TransactItems) : writeUnits(input);
};

/** Returns the write units of a transaction, by the documented rules. */
export const unitsOfWrites = (items: readonly Record<string, MeteredWrite>[]): number =>
  items.flatMap((item) => Object.values(item)).reduce((sum, write) => sum + 2 * writeUnits(write), 0);
