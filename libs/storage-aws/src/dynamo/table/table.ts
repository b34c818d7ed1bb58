import { randomUUID } from 'node:crypto';
import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { UnavailableError, type Clock } from '@twl/ports';
import { translatedAws } from '../../clients/aws-error';
import { toTransactItem, type Key, type TableAction, type TableItem } from './action';
import { readCancellation, type Cancellation } from './cancellation';
import { expressionParts, type ConditionalUpdate, type TableExpression } from './expression';
import { maxAttempts, pause } from './pauses';

/** How a table is reached. */
export interface TableOptions {
  client: DynamoDBDocumentClient;
  name: string;
  clock: Clock;
  /** Clock for pauses between attempts; default the clock. */
  waits?: Pick<Clock, 'sleep' | 'random'>;
}

/** A part of a partition, in order of `sk`, both ends included. */
export interface KeyRange {
  pk: string;
  from?: string;
  to?: string;
  /** From the end. */
  isDown?: boolean;
  /** Items of the first request, then twice as many each time, up to 512 if it is not more; default: as many as one response holds. */
  limit?: number;
}

const [readsAtOnce, writesAtOnce] = [100, 25];

/** Returns a text that identifies an item within the table. */
export const keyText = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

const slices = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** One table. All reads are consistent, and items past their time to live are hidden. */
export class Table {
  readonly name: string;
  readonly #client: DynamoDBDocumentClient;
  readonly #clock: Clock;
  readonly #waits: Pick<Clock, 'sleep' | 'random'>;

  constructor({ client, name, clock, waits = clock }: TableOptions) {
    this.name = name;
    this.#client = client;
    this.#clock = clock;
    this.#waits = waits;
  }

  async get({ pk, sk }: Key): Promise<TableItem | undefined> {
    const input = { TableName: this.name, Key: { pk, sk }, ConsistentRead: true };
    const { Item } = await this.#send(() => this.#client.send(new GetCommand(input)));
    return this.#live([Item as TableItem | undefined])[0];
  }

  /** Returns items by {@link keyText} of their keys, each key once; missing ones are absent. */
  async getMany(keys: readonly Key[]): Promise<Map<string, TableItem>> {
    const unique = [...new Map(keys.map(({ pk, sk }) => [keyText({ pk, sk }), { pk, sk }])).values()];
    const found = await Promise.all(slices(unique, readsAtOnce).map((some) => this.#getSome(some)));
    return new Map(found.flat().map((item) => [keyText(item), item]));
  }

  /** Yields the items of a range, one array for each response. */
  async *query({ pk, from = ' ', to = '\u{10ffff}', isDown = false, limit }: KeyRange): AsyncGenerator<TableItem[], void> {
    const between: TableExpression = { text: '#pk = :pk AND #sk BETWEEN :from AND :to', values: { pk, from, to } };
    let start: Record<string, unknown> | undefined;
    for (let next = limit; ; next = next && Math.max(next, Math.min(2 * next, 512))) {
      const command = new QueryCommand({
        TableName: this.name,
        KeyConditionExpression: between.text,
        ...expressionParts(between),
        ConsistentRead: true,
        ScanIndexForward: !isDown,
        ...(next && { Limit: next }),
        ...(start && { ExclusiveStartKey: start }),
      });
      const page = await this.#send(() => this.#client.send(command));
      start = page.LastEvaluatedKey;
      yield this.#live((page.Items ?? []) as TableItem[]);
      if (!start) return;
    }
  }

  /** Returns all items of a range. */
  async all(range: KeyRange): Promise<TableItem[]> {
    const items: TableItem[] = [];
    for await (const some of this.query(range)) items.push(...some);
    return items;
  }

  /** Puts and removes items without a condition, in no order and not atomically. */
  async write(puts: readonly TableItem[], removes: readonly Key[] = []): Promise<void> {
    const requests = [
      ...puts.map((put) => ({ PutRequest: { Item: put } })),
      ...removes.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
    ];
    await Promise.all(slices(requests, writesAtOnce).map((some) => this.#writeSome(some)));
  }

  /** Puts an item if the condition holds; returns false if it does not. */
  async put(item: TableItem, condition: TableExpression): Promise<boolean> {
    const input = { TableName: this.name, Item: item, ConditionExpression: condition.text, ...expressionParts(condition) };
    return this.#unlessRefused(() => this.#client.send(new PutCommand(input)));
  }

  /** Changes an item if the condition holds; returns false if it does not. */
  async update({ pk, sk }: Key, { by, if: condition }: ConditionalUpdate): Promise<boolean> {
    const input = {
      TableName: this.name,
      Key: { pk, sk },
      UpdateExpression: by.text,
      ...(condition && { ConditionExpression: condition.text }),
      ...expressionParts(by, condition),
    };
    return this.#unlessRefused(() => this.#client.send(new UpdateCommand(input)));
  }

  /** Runs all actions as one transaction, at most 100 of them; returns why it was cancelled, if it was. */
  async transact(actions: readonly TableAction[]): Promise<Cancellation | undefined> {
    const TransactItems = actions.map((action) => toTransactItem(action, this.name));
    // Each attempt has its own token. The SDK repeats it when a response is lost, and DynamoDB then returns its result.
    const command = new TransactWriteCommand({ TransactItems, ClientRequestToken: randomUUID() });
    try {
      await this.#client.send(command);
      return undefined;
    } catch (error) {
      const cancellation = readCancellation(error, actions);
      if (cancellation) return cancellation;
      return this.#send(() => Promise.reject(error));
    }
  }

  /** Repeats an attempt with growing pauses, as long as it returns `again`. @throws UnavailableError */
  async retryTransaction<T>(attempt: (count: number) => Promise<T | 'again'>): Promise<T> {
    for (let count = 0; count < maxAttempts; count++) {
      if (count > 0) await pause(this.#waits, count);
      const result = await attempt(count);
      if (result !== 'again') return result;
    }
    throw new UnavailableError(`DynamoDB table ${this.name} is busy: other workers keep changing the same items`);
  }

  async #getSome(keys: readonly Key[]): Promise<TableItem[]> {
    const found: TableItem[] = [];
    let remaining: readonly Record<string, unknown>[] = keys as unknown as Record<string, unknown>[];
    await this.retryTransaction(async () => {
      const RequestItems = { [this.name]: { Keys: [...remaining], ConsistentRead: true } };
      const { Responses, UnprocessedKeys } = await this.#send(() => this.#client.send(new BatchGetCommand({ RequestItems })));
      found.push(...((Responses?.[this.name] ?? []) as TableItem[]));
      remaining = UnprocessedKeys?.[this.name]?.Keys ?? [];
      return remaining.length > 0 ? 'again' : undefined;
    });
    return this.#live(found);
  }

  async #writeSome(requests: ({ PutRequest: { Item: TableItem } } | { DeleteRequest: { Key: Key } })[]): Promise<void> {
    type Requests = NonNullable<ConstructorParameters<typeof BatchWriteCommand>[0]['RequestItems']>[string];
    let remaining = requests as unknown as Requests;
    await this.retryTransaction(async () => {
      const command = new BatchWriteCommand({ RequestItems: { [this.name]: remaining } });
      const { UnprocessedItems } = await this.#send(() => this.#client.send(command));
      remaining = UnprocessedItems?.[this.name] ?? [];
      return remaining.length > 0 ? 'again' : undefined;
    });
  }

  #live(items: readonly (TableItem | undefined)[]): TableItem[] {
    const now = this.#clock.now() / 1000;
    return items.filter((item): item is TableItem => item !== undefined && !(typeof item['ttl'] === 'number' && item['ttl'] <= now));
  }

  async #unlessRefused(request: () => Promise<unknown>): Promise<boolean> {
    return this.#send(() =>
      request().then(
        () => true,
        (error: Error) => {
          if (error.name === 'ConditionalCheckFailedException') return false;
          throw error;
        },
      ),
    );
  }

  #send<T>(request: () => Promise<T>): Promise<T> {
    return translatedAws(`DynamoDB table ${this.name}`, request);
  }
}
