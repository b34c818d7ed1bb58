import * as z from 'zod';
import { sourceAlertsSchema } from './alert-settings';
import { contractSettingsSchema } from '../contract';
import { deletionsSettingSchema } from '../runs/deletions';
import { retentionSchema } from './retention';
import { sourceLimitsSchema } from './source-limits';

const fieldPath = z.string().min(1).describe('a field of the record; parts are separated by dots: login.uuid');

/** A name that is valid as a folder, a key prefix and a URL segment. */
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

/** A block of settings. An empty block, or one with comments only, equals a missing block. */
const block = <T extends z.ZodType>(schema: T) => schema.nullable().transform((value): z.output<T> => value ?? schema.parse({}));

/** Settings of one stream. Every key is optional. */
export const streamSettingsSchema = z.strictObject({
  primaryKey: z
    .union([fieldPath, z.array(fieldPath).min(1)])
    .optional()
    .describe("the fields that identify a record; default the manifest's"),
  occurredAt: z
    .union([fieldPath, z.strictObject({ field: fieldPath, format: z.union([timeFormat, z.array(timeFormat).min(1)]) })])
    .optional()
    .describe(
      'field for the time line, with its formats if they are not recognized automatically; default the cursor field, else the time of the first observation',
    ),
  title: z.string().optional().describe('a template for lists: "{{ record.name.first }} {{ record.name.last }}"'),
  volatileFields: z
    .array(fieldPath)
    .default([])
    .describe('fields that change without a real change of the record; the fingerprint excludes them'),
  redact: z
    .array(z.union([fieldPath, z.strictObject({ field: fieldPath, how: z.enum(['remove', 'hash']).default('remove') })]))
    .default([])
    .describe('fields to remove or hash before anything is written, including the raw object'),
  expect: z
    .strictObject({
      minRecords: z.int().nonnegative().optional(),
      declaredCount: fieldPath.optional().describe('field of a response that declares its number of records'),
    })
    .default({}),
  deletions: deletionsSettingSchema.default('none'),
  refresh: z
    .string()
    .min(1)
    .optional()
    .describe(
      'when an incremental stream is read in full: daily, weekly, monthly, or a cron line; the first scheduled run after that time does it',
    ),
  history: z.boolean().default(true).describe('true: keep and show earlier versions of records'),
  conditional: z
    .boolean()
    .default(true)
    .describe('true: send conditional requests with ETag and Last-Modified; set false for sources that handle them incorrectly'),
  contract: contractSettingsSchema
    .optional()
    .describe('data contract: checks the types of the fields in every run and lists or refuses changes; default no check'),
});
export type StreamSettings = z.infer<typeof streamSettingsSchema>;

const configBlock = block(z.record(z.string(), configValue));

/** `source.yaml`: pipeline settings of a source. `manifest.yaml` in the same folder declares how to fetch it. */
export const sourceSettingsSchema = z.strictObject({
  name: nameSchema.optional().describe('must equal the name of the folder, which is the default'),
  enabled: z.boolean().default(true).describe('false: the schedule does not start runs'),
  schedule: block(
    z.strictObject({
      cron: z.string().default('*/5 * * * *').describe('five fields, or six with seconds first; a step may be open: 5/15 is 5, 20, 35, 50'),
      timeZone: z.string().default('UTC').describe('an IANA name: Europe/Berlin'),
      catchUp: z.enum(['none', 'last', 'all']).default('last').describe('how to handle missed runs'),
    }),
  ).prefault({}),
  config: configBlock.prefault({}).describe("values for the manifest's spec; a secret is { secret: NAME }"),
  simulated: configBlock.prefault({}).describe('config values to use while the simulator is on; {simulator} is replaced by its address'),
  allowedHosts: z.array(z.string()).optional().describe('hosts that the source may call; default the hosts in the manifest'),
  allowPrivateAddresses: z.boolean().default(false).describe('true: allow loopback and private addresses'),
  allowHttp: z.boolean().default(false).describe('true: allow unencrypted HTTP'),
  limits: block(sourceLimitsSchema).prefault({}).describe('limits of a run; each has a default and a maximum'),
  customComponents: z
    .boolean()
    .default(false)
    .describe('true: load the classes of components.ts in the folder; requires CUSTOM_COMPONENTS=on as well'),
  alerts: block(sourceAlertsSchema).prefault({}).describe('rules of alerts for this source; false switches one off'),
  retention: block(retentionSchema).prefault({}).describe('retention of raw pages and earlier versions; default unlimited'),
  streams: z
    .record(z.string(), block(streamSettingsSchema))
    .nullish()
    .transform((streams) => streams ?? undefined)
    .describe('streams to read, with their settings; default all'),
});
export type SourceSettings = z.infer<typeof sourceSettingsSchema>;
