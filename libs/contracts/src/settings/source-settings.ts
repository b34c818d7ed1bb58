import * as z from 'zod';
import { contractSettingsSchema } from '../contract';
import { deletionsSettingSchema } from '../runs/deletions';
import { retentionSchema } from './retention';
import { sourceLimitsSchema } from './source-limits';

const fieldPath = z.string().min(1).describe('a field of the record; parts are divided by dots: login.uuid');

/** A name that can be a folder, a key prefix and a part of a URL. */
export const nameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'a name has lower case letters, digits, - and _, and begins with a letter or digit');

const secretRef = z.strictObject({
  secret: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a secret is named like an environment variable: MY_API_KEY'),
});
const timeFormat = z.string().regex(/%/, 'a format has directives: %Y-%m-%d, %s, %ms');
const configValue: z.ZodType<unknown> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), secretRef, z.array(configValue), z.record(z.string(), configValue)]),
);

/** A block of settings; a key with nothing below it, or with comments only, says no more than a block that is left out. */
const block = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value): z.output<T> => value ?? schema.parse({}));

/** What the pipeline does with one stream. Every key is optional. */
export const streamSettingsSchema = z.strictObject({
  primaryKey: z
    .union([fieldPath, z.array(fieldPath).min(1)])
    .optional()
    .describe("the fields that identify a record; default the manifest's"),
  occurredAt: z
    .union([fieldPath, z.strictObject({ field: fieldPath, format: z.union([timeFormat, z.array(timeFormat).min(1)]) })])
    .optional()
    .describe('the field for the time line, with its formats where they are not plain; default the cursor field, else when first seen'),
  title: z.string().optional().describe('a template for lists: "{{ record.name.first }} {{ record.name.last }}"'),
  volatileFields: z.array(fieldPath).default([]).describe('fields that change by themselves; left out of the fingerprint'),
  redact: z
    .array(z.union([fieldPath, z.strictObject({ field: fieldPath, how: z.enum(['remove', 'hash']).default('remove') })]))
    .default([])
    .describe('fields removed, or hashed, before anything is written, the raw object included'),
  expect: z
    .strictObject({
      minRecords: z.int().nonnegative().optional(),
      declaredCount: fieldPath.optional().describe('where an answer says how many records it has'),
    })
    .default({}),
  deletions: deletionsSettingSchema.default('none'),
  refresh: z
    .string()
    .min(1)
    .optional()
    .describe(
      'when the stream is read from the beginning beside its increments: daily, weekly, monthly, or a cron line; the first scheduled run after that does it',
    ),
  history: z.boolean().default(true).describe('whether earlier versions of records are kept and shown'),
  conditional: z
    .boolean()
    .default(true)
    .describe('whether requests ask by ETag and Last-Modified if something changed; false for sources that answer that wrongly'),
  contract: contractSettingsSchema
    .optional()
    .describe('watches the types of the fields from run to run: changes are listed, or held back; without it nothing is watched'),
});
export type StreamSettings = z.infer<typeof streamSettingsSchema>;

const configBlock = block(z.record(z.string(), configValue));

/** `source.yaml`: what the pipeline does with a source. How to fetch it stands in `manifest.yaml` beside it. */
export const sourceSettingsSchema = z.strictObject({
  name: nameSchema.optional().describe('default: the name of the folder, which it must equal'),
  enabled: z.boolean().default(true).describe('false: its schedule does not run it'),
  schedule: block(
    z.strictObject({
      cron: z.string().default('*/5 * * * *').describe('five fields, or six with seconds first; a step may be open: 5/15 is 5, 20, 35, 50'),
      timeZone: z.string().default('UTC').describe('an IANA name: Europe/Berlin'),
      catchUp: z.enum(['none', 'last', 'all']).default('last').describe('what to do about runs that were missed'),
    }),
  ).prefault({}),
  config: configBlock.prefault({}).describe("values for the manifest's spec; a secret is { secret: NAME }"),
  simulated: configBlock.prefault({}).describe('config values that stand in while the simulator is on; {simulator} becomes its address'),
  allowedHosts: z.array(z.string()).optional().describe("hosts the source may call; default the manifest's own"),
  allowPrivateAddresses: z.boolean().default(false).describe('whether loopback and private networks may be called'),
  allowHttp: z.boolean().default(false).describe('whether unencrypted addresses may be called'),
  limits: block(sourceLimitsSchema).prefault({}).describe('how much a run may take; each has a default and a ceiling'),
  customComponents: z
    .boolean()
    .default(false)
    .describe('whether classes of components.ts in the folder may be loaded; CUSTOM_COMPONENTS=on must be set as well'),
  retention: block(retentionSchema).prefault({}).describe('how long raw pages and earlier versions are kept; default for ever'),
  streams: z
    .record(z.string(), block(streamSettingsSchema))
    .nullish()
    .transform((streams) => streams ?? undefined)
    .describe('the streams to read, with their settings; default all'),
});
export type SourceSettings = z.infer<typeof sourceSettingsSchema>;
