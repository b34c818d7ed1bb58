import * as z from 'zod';
import type { JsonObject } from './json';

/** Reference to the origin of a record in the raw zone: key of the object and position of the record in the page. */
export const rawRefSchema = z.object({ key: z.string(), itemIndex: z.int().nonnegative(), runId: z.string() });
export type RawRef = z.infer<typeof rawRefSchema>;

/** One normalized record of the curated store, at its newest version. */
export const recordSchema = z.object({
  id: z.string().describe('{source}.{stream}.{primary key}; in the names, a dot is written ~1 and ~ is written ~0'),
  source: z.string(),
  stream: z.string(),
  key: z.string().describe('primary key; the parts of a composite key are a JSON array'),
  occurredAt: z.iso.datetime().describe('time of the event: the declared field, else the cursor field, else `firstSeenAt`'),
  firstSeenAt: z.iso.datetime(),
  updatedAt: z.iso.datetime().describe('when the page with the current version was fetched'),
  version: z.int().positive(),
  fingerprint: z.string().describe('{algorithm}:{hex} of the canonical JSON, without volatile fields'),
  title: z.string(),
  data: z.record(z.string(), z.unknown()),
  rawRef: rawRefSchema,
  deletedAt: z.iso
    .datetime()
    .optional()
    .describe(
      'time of deletion: since then the source no longer lists the record, or marks it as deleted. The other fields keep their last values',
    ),
});

/** Same shape as {@link recordSchema}, with `data` as exact JSON. */
export type CuratedRecord = Omit<z.infer<typeof recordSchema>, 'data'> & { data: JsonObject };

/** One version of a record: its content from `validFrom` to the `validFrom` of the next version. */
export const versionSchema = z.object({
  version: z.int().positive(),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime().nullable(),
  fingerprint: z.string(),
  title: z.string(),
  occurredAt: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
  rawRef: rawRefSchema,
  deleted: z
    .literal(true)
    .optional()
    .describe(
      'true for a deletion: since `validFrom` the source no longer lists the record, or marks it as deleted. The content is its last one',
    ),
});
export type RecordVersion = Omit<z.infer<typeof versionSchema>, 'data'> & { data: JsonObject };
