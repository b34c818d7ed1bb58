import * as z from 'zod';
import { ageSchema } from './retention';
import { alertRuleSchema } from '../alerts/alert';

/** Settings of one rule: its own, or `false` to switch the rule off. */
const rule = <T extends z.ZodRawShape>(shape: T) => z.union([z.literal(false), z.strictObject(shape)]).optional();

const perSource = {
  failing: rule({ runs: z.int().min(1).max(100).optional().describe('failed runs of a stream in a row; default 3') }),
  late: rule({}).describe('the newest good run is older than one period of the schedule'),
  stale: rule({}).describe('the newest good run is older than two periods of the schedule'),
  suspect: rule({}).describe('the newest run is suspect or stalled'),
  drift: rule({
    changes: z
      .enum(['refused', 'all'])
      .optional()
      .describe('refused: only changes that wait for a decision. all: also accepted ones, except new fields; default all'),
  }),
  failures: rule({
    share: z.number().gt(0).max(1).optional().describe('share of the records of the newest run that was refused; default 0.05'),
  }),
};

/** Rules of alerts in `source.yaml`. A missing rule is as the settings of all sources say. */
export const sourceAlertsSchema = z.strictObject(perSource);
export type SourceAlerts = z.infer<typeof sourceAlertsSchema>;

const secretName = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a secret is named like an environment variable: MY_WEBHOOK_KEY');
const secret = z.strictObject({ secret: secretName }).describe('name of the secret: TWL_SECRET_<name>');
const address = z.union([z.url({ protocol: /^https?$/ }), secret]);

const filter = {
  rules: z.array(alertRuleSchema).min(1).optional().describe('only alerts of these rules; default all'),
  sources: z.array(z.string()).min(1).optional().describe('only alerts of these sources, and those of no source; default all'),
};

const overHttp = {
  url: address.describe('address, or the secret that is the address'),
  allowPrivateAddresses: z.boolean().default(false).describe('true: allow loopback and private addresses'),
  allowHttp: z.boolean().default(false).describe('true: allow unencrypted HTTP'),
};

const mailbox = z.string().regex(/^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/, 'an address of e-mail: ops@example.com, or Ops <ops@example.com>');

/** A channel that delivers notices. */
const channelSettingsSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('webhook'),
    ...overHttp,
    secret: secretName.describe('name of the secret that signs; its value is whsec_ and base64').optional(),
    ...filter,
  }),
  z.strictObject({ type: z.literal('slack'), ...overHttp, ...filter }),
  z.strictObject({
    type: z.literal('email'),
    host: z.string(),
    port: z.int().min(1).max(65535).default(587),
    tls: z.enum(['required', 'immediate', 'none']).default('required').describe('required: STARTTLS. immediate: TLS from the start'),
    user: z.string().optional(),
    password: secret.optional(),
    from: mailbox,
    to: z.array(mailbox).min(1),
    ...filter,
  }),
  z.strictObject({
    type: z.literal('command'),
    command: z.array(z.string()).min(1).describe('program and its arguments; no shell. Standard input is the message as JSON'),
    ...filter,
  }),
  z.strictObject({ type: z.literal('sns'), topic: z.string().startsWith('arn:').describe('ARN of the topic'), ...filter }),
]);
export type ChannelSettings = z.infer<typeof channelSettingsSchema>;

/** Settings of alerts for all sources. Every key is optional. */
export const alertSettingsSchema = z.strictObject({
  ...perSource,
  'dead-letters': rule({}),
  'queue-age': rule({ after: ageSchema.optional().describe('age of the oldest page that waits; default 15m') }),
  'disk-space': rule({ megabytes: z.int().min(1).optional().describe('free space of the data folder, in megabytes; default 1024') }),
  cost: rule({
    dollarsPerMonth: z.number().gt(0).optional().describe('budget of AWS requests, from the runs of the last day; default 30'),
  }),
  'channel-down': rule({}),
  quiet: ageSchema.default('30m').describe('time after a notice in which the same alert does not fire again on that channel'),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address of the dashboard, for the links of notices'),
  channels: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,30}$/, 'a name has lower case letters, digits and -'), channelSettingsSchema)
    .default({}),
});
export type AlertSettings = z.infer<typeof alertSettingsSchema>;
