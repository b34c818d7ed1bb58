import type { CuratedRecord, JsonObject } from '@twl/contracts';

/** Returns the fields of a record that versions and replays compare. */
export const contentOf = ({ title, occurredAt, data }: Pick<CuratedRecord, 'title' | 'occurredAt' | 'data'>): JsonObject => ({
  title,
  occurredAt,
  data,
});
