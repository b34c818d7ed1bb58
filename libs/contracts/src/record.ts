import * as z from 'zod';
import type { JsonObject } from './json';

/** Where in the raw zone a record came from: the object's key and the record's position among the page's records. */
export const rawRefSchema = z.object({ key: z.string(), itemIndex: z.int().nonnegative(), runId: z.string() });
export type RawRef = z.infer<typeof rawRefSchema>;

/** One normalised item in the curated store, at its newest version. */
export const recordSchema = z.object({
  id: z.string().describe('{source}.{stream}.{primary key}; in the names a dot is written ~1, and ~ is written ~0'),
  source: z.string(),
  stream: z.string(),
  key: z.string().describe('the primary key; the parts of a composite key as a JSON array'),
  occurredAt: z.iso.datetime().describe('when it happened: the declared field, the cursor field, else first seen'),
  firstSeenAt: z.iso.datetime(),
  updatedAt: z.iso.datetime().describe('when the page that brought the current version was fetched'),
  version: z.int().positive(),
  fingerprint: z.string().describe('{algorithm}:{hex} of the canonical JSON, volatile fields left out'),
  title: z.string(),
  data: z.record(z.string(), z.unknown()),
  rawRef: rawRefSchema,
  deletedAt: z.iso
    .datetime()
    .optional()
    .describe('since when the source no longer lists it, or lists it as deleted; the rest is as it was last seen'),
});

/** Same shape as {@link recordSchema}, with `data` as exact JSON. */
export type CuratedRecord = Omit<z.infer<typeof recordSchema>, 'data'> & { data: JsonObject };

/** One distinct content that a record had, from `validFrom` until the next version's. */
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
    .describe('from then on the source no longer listed it, or listed it as deleted; the content is the last that it had'),
});
export type RecordVersion = Omit<z.infer<typeof versionSchema>, 'data'> & { data: JsonObject };
