import type { Key, TableItem } from '../table/action';
import type { ConditionalUpdate, TableExpression } from '../table/expression';

/** The item that says which format the items of the table have. */
export const formatKey: Key = { pk: 'FORMAT', sk: 'FORMAT' };

/** The format that the item says; undefined without an item. */
export const readFormat = (item: TableItem | undefined): number | undefined => item && Number(item['version']);

export const formatItem = (version: number): TableItem => ({ ...formatKey, version });

export const isUnmarked: TableExpression = { text: 'attribute_not_exists(#pk)' };

/** Notes that the step from a format to the next one is done, unless another process noted it. */
export const raiseFormat = (version: number): ConditionalUpdate => ({
  by: { text: 'SET #version = :next', values: { next: version + 1 } },
  if: { text: '#version = :version', values: { version } },
});
