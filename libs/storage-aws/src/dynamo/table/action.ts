import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { expressionParts, type TableExpression } from './expression';

/** The key of an item. */
export interface Key {
  pk: string;
  sk: string;
}

/** An item as the document client returns it. */
export type TableItem = Key & Record<string, unknown>;

/** One action of a transaction; `is`, and the `id` of a record, tell the caller which one was refused. */
export type TableAction = { is: string; id?: string } & (
  | { put: TableItem; if?: TableExpression }
  | { update: Key; by: TableExpression; if?: TableExpression }
  | { remove: Key; if?: TableExpression }
  | { check: Key; if: TableExpression }
);

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const conditionOf = ({ if: condition }: TableAction) => (condition ? { ConditionExpression: condition.text } : {});

/** Returns the action as the SDK takes it. */
export const toTransactItem = (action: TableAction, TableName: string): TransactItem => {
  const condition = conditionOf(action);
  if ('put' in action) return { Put: { TableName, Item: action.put, ...condition, ...expressionParts(action.if) } };
  if ('update' in action) {
    const { update: Key, by } = action;
    return { Update: { TableName, Key, UpdateExpression: by.text, ...condition, ...expressionParts(by, action.if) } };
  }
  if ('remove' in action) return { Delete: { TableName, Key: action.remove, ...condition, ...expressionParts(action.if) } };
  return { ConditionCheck: { TableName, Key: action.check, ConditionExpression: action.if.text, ...expressionParts(action.if) } };
};
