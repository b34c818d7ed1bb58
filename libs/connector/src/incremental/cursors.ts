import type { Builders } from '../build/build-context';
import { buildCountCursor } from './count-cursor';
import { buildDatetimeCursor } from './datetime-cursor';

/** Builders of the cursors. */
export const cursors = { DatetimeBasedCursor: buildDatetimeCursor, IncrementingCountCursor: buildCountCursor } satisfies Builders<'cursor'>;
