import type { Key } from '../table/action';
import { textKey } from './keys';

/** The partition of all pauses of sources. */
export const pausesPk = 'PAUSES';

export const pauseKey = (source: string): Key => ({ pk: pausesPk, sk: textKey(source).text });
