import type { Key } from '../table/action';
import { textKey } from './keys';

/** Index partition of entries by time. */
export const auditIndexPk = 'T#A';

export const auditKey = (id: string): Key => ({ pk: `A#${textKey(id).text}`, sk: 'A' });
