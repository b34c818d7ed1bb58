import * as z from 'zod';
import { filters } from './queries/filters';
import { paging } from './queries/list';
import { pageIdSchema } from './page-id';
import { rawRefSchema } from './record';

/** Types of a field: those of JSON. An integer is a number: a source that sends 1 today and 1.5 tomorrow has not changed. */
export const fieldTypes = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const;
export const fieldTypeSchema = z.enum(fieldTypes);
export type FieldType = (typeof fieldTypes)[number];

/** How a change is handled: accept it, refuse the record, or refuse the whole page. */
export const contractPolicySchema = z.enum(['evolve', 'quarantine', 'freeze']);
export type ContractPolicy = z.infer<typeof contractPolicySchema>;

/** Data contract of a stream, as `source.yaml` declares it. */
export const contractSettingsSchema = z.strictObject({
  newFields: z.enum(['evolve']).default('evolve').describe('a field that no run had before: always accepted, and listed'),
  typeChange: contractPolicySchema
    .default('evolve')
    .describe('a field that has another type: evolve accepts it, quarantine refuses the record, freeze refuses the whole page'),
  removed: contractPolicySchema
    .default('evolve')
    .describe(
      'a field that every record had and none has now: evolve accepts it, quarantine refuses the records of the page, freeze the whole page',
    ),
  fields: z
    .record(z.string().min(1), z.enum([...contractPolicySchema.options, 'ignore']))
    .default({})
    .describe('other rules for single fields and all fields below them: { "meta": ignore, "prices[].amount": quarantine }'),
});
export type ContractSettings = z.infer<typeof contractSettingsSchema>;

/** How a page differs from the contract: a new field, another type, or a missing field. */
export const driftChangeSchema = z.enum(['added', 'changed', 'removed']);
export type DriftChange = z.infer<typeof driftChangeSchema>;

/** One change of one field, from the first page of a run that has it. */
export const driftSchema = z.object({
  id: z.string(),
  ...pageIdSchema.shape,
  field: z.string().describe('path of the field, with dots; elements of a list are []'),
  change: driftChangeSchema,
  oldType: z.string().nullable().describe('types in the contract, separated by |; null for a new field'),
  newType: z.string().nullable().describe('types in the page, separated by |; null for a removed field'),
  policy: contractPolicySchema,
  status: z
    .enum(['evolved', 'refused', 'accepted'])
    .describe(
      'evolved: accepted automatically. refused: the record or page is a failure. accepted: refused first, accepted by a person since',
    ),
  at: z.iso.datetime().describe('when the page was fetched'),
  rawRef: rawRefSchema.describe('the first record with the change'),
  sample: z.string().nullable().describe('value of the field in that record, redacted and shortened'),
});
export type Drift = z.infer<typeof driftSchema>;

/** Query parameters of `/drift`. Newest first. */
export const driftQuerySchema = z.strictObject({
  ...filters,
  change: driftChangeSchema.optional(),
  status: driftSchema.shape.status.optional(),
  ...paging,
});
export type DriftQuery = z.infer<typeof driftQuerySchema>;

/** A change that a person accepted: another type of a field, or null if the field may be missing. */
export const acceptanceSchema = z.object({
  source: z.string(),
  stream: z.string(),
  field: z.string(),
  type: fieldTypeSchema.nullable().describe('null: the field may be missing'),
  at: z.iso.datetime(),
  who: z.string(),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

/** Data contract that the next run of a stream must meet. */
export const streamContractSchema = z.object({
  source: z.string(),
  stream: z.string(),
  policies: z.object({ newFields: z.string(), typeChange: z.string(), removed: z.string() }),
  fields: z.array(
    z.object({
      field: z.string(),
      types: z.array(fieldTypeSchema),
      always: z.boolean().describe('every record has had it so far'),
      declared: z.boolean().describe("true if the manifest's schema declares its types, false if they were learned from runs"),
      since: z.object({ runId: z.string(), runSeq: z.int(), at: z.iso.datetime() }).nullable().describe('the first run that had the field'),
      policy: z.enum([...contractPolicySchema.options, 'ignore']).describe('how a change of its type is handled'),
    }),
  ),
  accepted: z.array(acceptanceSchema),
});
export type StreamContract = z.infer<typeof streamContractSchema>;
