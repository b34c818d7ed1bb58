import type { Key, TableItem } from '../table/action';
import type { TableExpression } from '../table/expression';
import type { StoredBody } from './bodies';
import { textKey } from './keys';

/** Partition of all alerts. */
export const alertsPk = 'ALERTS';

export const alertKey = (id: string): Key => ({ pk: alertsPk, sk: textKey(id).text });

/** Returns the item of an alert with its revision. */
export const alertItem = (id: string, revision: number, body: StoredBody): TableItem => ({ ...alertKey(id), ...body, w: revision });

/** The condition that the stored alert has a revision; 0 means that there is none yet. */
export const hasRevision = (revision: number): TableExpression =>
  revision === 0 ? { text: 'attribute_not_exists(#pk)' } : { text: '#w = :w', values: { w: revision } };
