import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { partsOf, type Expression } from './expression';

/** The key of an item. */
export interface Key {
  pk: string;
  sk: string;
}

/** An item as the document client gives it. */
export type Item = Key & Record<string, unknown>;

/** One part of a transaction; `is`, and the `id` of a record, tell the caller which one it was when it is refused. */
export type Action = { is: string; id?: string } & (
  | { put: Item; if?: Expression }
  | { update: Key; by: Expression; if?: Expression }
  | { remove: Key; if?: Expression }
  | { check: Key; if: Expression }
);

type Written = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const conditionOf = ({ if: condition }: Action) => (condition ? { ConditionExpression: condition.text } : {});

/** The action as the SDK takes it. */
export const writtenOf = (action: Action, TableName: string): Written => {
  const condition = conditionOf(action);
  if ('put' in action) return { Put: { TableName, Item: action.put, ...condition, ...partsOf(action.if) } };
  if ('update' in action) {
    const { update: Key, by } = action;
    return { Update: { TableName, Key, UpdateExpression: by.text, ...condition, ...partsOf(by, action.if) } };
  }
  if ('remove' in action) return { Delete: { TableName, Key: action.remove, ...condition, ...partsOf(action.if) } };
  return { ConditionCheck: { TableName, Key: action.check, ConditionExpression: action.if.text, ...partsOf(action.if) } };
};
