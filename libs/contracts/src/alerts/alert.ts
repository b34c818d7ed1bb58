import * as z from 'zod';
import { filters } from '../queries/filters';
import { paging } from '../queries/list';
import { runStateSchema } from '../runs/run';

/** Rules of alerts. docs/runbooks has a page for each; `test` is the alert of `POST /alerts/test`. */
export const alertRuleSchema = z.enum([
  'failing',
  'late',
  'stale',
  'suspect',
  'drift',
  'failures',
  'dead-letters',
  'queue-age',
  'disk-space',
  'cost',
  'channel-down',
  'test',
]);
export type AlertRule = z.infer<typeof alertRuleSchema>;

/** Whether the condition of an alert holds. */
const alertStateSchema = z.enum(['firing', 'resolved']);
export type AlertState = z.infer<typeof alertStateSchema>;

/** `critical` if data is missing or out of date; `warning` if it can become so. */
const alertSeveritySchema = z.enum(['critical', 'warning', 'info']);
export type AlertSeverity = z.infer<typeof alertSeveritySchema>;

/** What an operator can do next. */
const alertActionSchema = z.object({
  text: z.string(),
  path: z.string().nullable().describe('path of the dashboard where to do it'),
  command: z.string().nullable().describe('command that does it or shows it'),
});
export type AlertAction = z.infer<typeof alertActionSchema>;

/** One record, failure, field, page or run that shows the problem. */
const alertSampleSchema = z.object({
  text: z.string(),
  path: z.string().nullable().describe('path of the dashboard that shows it'),
});
export type AlertSample = z.infer<typeof alertSampleSchema>;

/** Facts behind an alert. */
const alertEvidenceSchema = z.object({
  summary: z.string().describe('what is wrong, in one line'),
  cause: z.string().describe('the likely cause'),
  run: z
    .object({
      id: z.string(),
      source: z.string(),
      stream: z.string(),
      seq: z.int(),
      state: runStateSchema,
      startedAt: z.iso.datetime(),
      reason: z.string().nullable(),
      counts: z.string().describe('counts of the run as an equation: 100 fetched = 91 new + 9 quarantined'),
    })
    .nullable()
    .describe('the run that shows the problem; null if it is not the problem of a run'),
  samples: z.array(alertSampleSchema).max(3),
  actions: z.array(alertActionSchema),
});
export type AlertEvidence = z.infer<typeof alertEvidenceSchema>;

/** Delivery of the newest change of an alert over one channel. */
const alertNoticeSchema = z.object({
  channel: z.string(),
  change: z.int().positive().describe('the change of the alert that the notice is about'),
  state: z
    .enum(['waiting', 'sending', 'sent', 'given-up'])
    .describe('waiting: to be sent, or sent again, at `at`. given-up: the channel failed for a day'),
  attempts: z.int().nonnegative(),
  at: z.iso.datetime().describe('when it was sent or given up, or when the next attempt is due'),
  notifiedAt: z.iso.datetime().nullable().describe('when the channel last delivered a notice of this alert'),
  error: z.string().nullable().describe('why the last attempt failed'),
});
export type AlertNotice = z.infer<typeof alertNoticeSchema>;

/** One alert: a rule and what it is about. */
export const alertSchema = z.object({
  id: z.string().describe('{rule}:{target}'),
  rule: alertRuleSchema,
  severity: alertSeveritySchema,
  target: z.string().describe('name of the source or the channel; pipeline if it is about all of them'),
  source: z.string().nullable(),
  state: alertStateSchema,
  since: z.iso.datetime().describe('when the state began'),
  firedAt: z.iso.datetime().describe('when it fired last'),
  change: z.int().nonnegative().describe('number of changes of its state so far'),
  evidence: alertEvidenceSchema.describe('facts when it fired or, while it fires, of the newest run'),
  notices: z.array(alertNoticeSchema).describe('the newest notice of each channel'),
  runbook: z.string().describe('path of the runbook'),
});
export type Alert = z.infer<typeof alertSchema>;

/** Query parameters of `/alerts`. Firing alerts first, then the newest first. */
export const alertsQuerySchema = z.strictObject({
  source: filters.source,
  rule: alertRuleSchema.optional().describe('only alerts of this rule'),
  state: alertStateSchema.optional(),
  ...paging,
});
export type AlertsQuery = z.infer<typeof alertsQuerySchema>;

/** What a channel delivers: body of a webhook, and standard input of a command. */
export const alertMessageSchema = z.object({
  type: z.enum(['alert.firing', 'alert.resolved', 'alert.test']),
  timestamp: z.iso.datetime().describe('when the state changed'),
  data: alertSchema.omit({ notices: true }).extend({ links: z.object({ alert: z.string(), runbook: z.string() }) }),
});
export type AlertMessage = z.infer<typeof alertMessageSchema>;
