import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { requireValue } from '@twl/ports';
import type { TableItem } from '../dynamo/table/action';
import { findAttribute, kindOf, unpackItem } from '../dynamo/items/described/unpack-item';
import type { EmulatedStores } from './emulated-stores';

/** Reads every item of a table. */
export const itemsIn = async ({ clients, table }: Pick<EmulatedStores, 'clients' | 'table'>): Promise<TableItem[]> => {
  const client = DynamoDBDocumentClient.from(clients.dynamo);
  const items: TableItem[] = [];
  for (let start: Record<string, unknown> | undefined; ;) {
    const page = await client.send(new ScanCommand({ TableName: table, ExclusiveStartKey: start, ConsistentRead: true }));
    items.push(...((page.Items ?? []) as TableItem[]));
    start = page.LastEvaluatedKey;
    if (!start) return items;
  }
};

/** Checks items against their descriptions, and notes in `seen` which attributes of which kinds there are. */
export const expectDescribed = (items: readonly TableItem[], seen: Set<string>): void => {
  const strange = items.map(unpackItem).filter(({ item, unknown }) => item === 'unknown' || unknown !== undefined);
  expect(strange).toEqual([]);
  for (const item of items) {
    const kind = requireValue(kindOf(item), `kind of item ${item.sk}`);
    seen.add(kind.name);
    for (const name of Object.keys(item)) {
      const open = Object.keys(kind.letters).find((one) => one.endsWith('*') && name.startsWith(one.slice(0, -1)));
      if (findAttribute(kind, name)) seen.add(`${kind.name}.${Object.hasOwn(kind.letters, name) ? name : (open ?? name)}`);
    }
  }
};
