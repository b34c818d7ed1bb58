import type { RecordsQuery } from '@twl/contracts';

/** The parameters of the record list in the address bar. */
export const recordFilterNames = [
  'source',
  'stream',
  'q',
  'occurredAt.gte',
  'occurredAt.lt',
  'updatedAt.gte',
  'updatedAt.lt',
  'deleted',
  'sort',
] as const satisfies readonly (keyof RecordsQuery)[];

/** Their values; unused filters are omitted. */
export type RecordFilterValues = Partial<Record<(typeof recordFilterNames)[number], string | undefined>>;
