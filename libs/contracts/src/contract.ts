import * as z from 'zod';
import { filters } from './queries/filters';
import { paging } from './queries/list';
import { pageIdSchema } from './page-id';
import { rawRefSchema } from './record';

/** The types a field can have: those of JSON. An integer is a number: a source that writes 1 today and 1.5 tomorrow has not changed. */
export const fieldTypes = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
export const fieldTypeSchema = z.enum(fieldTypes);
export type FieldType = (typeof fieldTypes)[number];

/** What is done about a change: taken in, or the record held back, or the whole page. */
export const contractPolicySchema = z.enum(['evolve', 'quarantine', 'freeze']);
export type ContractPolicy = z.infer<typeof contractPolicySchema>;

/** What a stream's records are held to, as `source.yaml` says. */
export const contractSettingsSchema = z.strictObject({
  newFields: z.enum(['evolve']).default('evolve').describe('a field that no run had: always taken in, and listed'),
  typeChange: contractPolicySchema
    .default('evolve')
    .describe('a field that has another type: taken in, the record refused, or the whole page'),
  removed: contractPolicySchema
    .default('evolve')
    .describe('a field that every record had and none has any more: taken in, the records of the page refused, or the whole page'),
  fields: z
    .record(z.string().min(1), z.enum([...contractPolicySchema.options, 'ignore']))
    .default({})
    .describe('other rules for single fields and all below them: { "meta": ignore, "prices[].amount": quarantine }'),
});
export type ContractSettings = z.infer<typeof contractSettingsSchema>;

/** How a run differed from the contract: a field came, has another type, or went away. */
export const driftChangeSchema = z.enum(['added', 'changed', 'removed']);
export type DriftChange = z.infer<typeof driftChangeSchema>;

/** One change of one field, as the first page of a run showed it. */
export const driftSchema = z.object({
  id: z.string(),
  ...pageIdSchema.shape,
  field: z.string().describe('path of the field, with dots; elements of a list are []'),
  change: driftChangeSchema,
  oldType: z.string().nullable().describe('types by the contract, divided by |; null for a new field'),
  newType: z.string().nullable().describe('types that came, divided by |; null for a field that went away'),
  policy: contractPolicySchema,
  status: z.enum(['evolved', 'refused', 'accepted']).describe('taken in by itself, held back, or held back and accepted since'),
  at: z.iso.datetime().describe('when that page was fetched'),
  rawRef: rawRefSchema.describe('the first record that showed it'),
  sample: z.string().nullable().describe('what that record held, shortened; after redaction'),
});
export type Drift = z.infer<typeof driftSchema>;

/** What `/drift` can be asked. Newest first. */
export const driftQuerySchema = z.strictObject({
  ...filters,
  change: driftChangeSchema.optional(),
  status: driftSchema.shape.status.optional(),
  ...paging,
});
export type DriftQuery = z.infer<typeof driftQuerySchema>;

/** A change that a person accepted: a type that a field may have beside the others, or null where it may be missing. */
export const acceptanceSchema = z.object({
  source: z.string(),
  stream: z.string(),
  field: z.string(),
  type: fieldTypeSchema.nullable().describe('null: the field may be missing'),
  at: z.iso.datetime(),
  who: z.string(),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

/** What a stream's next run is held to. */
export const streamContractSchema = z.object({
  source: z.string(),
  stream: z.string(),
  policies: z.object({ newFields: z.string(), typeChange: z.string(), removed: z.string() }),
  fields: z.array(
    z.object({
      field: z.string(),
      types: z.array(fieldTypeSchema),
      always: z.boolean().describe('every record had it so far'),
      declared: z.boolean().describe("the manifest's schema names its types; otherwise they were learned"),
      since: z.object({ runId: z.string(), runSeq: z.int(), at: z.iso.datetime() }).nullable().describe('the first run that showed it'),
      policy: z.enum([...contractPolicySchema.options, 'ignore']).describe('what a change of its type comes to'),
    }),
  ),
  accepted: z.array(acceptanceSchema),
});
export type StreamContract = z.infer<typeof streamContractSchema>;
