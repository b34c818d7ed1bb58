import type { CuratedRecord, JsonObject } from '@twl/contracts';

/** What of a record can differ between two versions of it, or between two ways of reading the same page. */
export const contentOf = ({ title, occurredAt, data }: Pick<CuratedRecord, 'title' | 'occurredAt' | 'data'>): JsonObject => ({
  title,
  occurredAt,
  data,
});
