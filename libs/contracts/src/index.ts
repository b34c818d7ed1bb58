export type { Json, JsonObject } from './json';
export {
  alertMessageSchema,
  alertRuleSchema,
  alertSchema,
  alertsQuerySchema,
  type Alert,
  type AlertAction,
  type AlertEvidence,
  type AlertMessage,
  type AlertNotice,
  type AlertRule,
  type AlertSample,
  type AlertSeverity,
  type AlertsQuery,
  type AlertState,
} from './alerts/alert';
export { alertSettingsSchema, type AlertSettings, type ChannelSettings, type SourceAlerts } from './settings/alert-settings';
export { analyticsQuerySchema, analyticsSchema, type Analytics, type AnalyticsQuery } from './analytics';
export {
  auditActionSchema,
  auditEntrySchema,
  auditQuerySchema,
  identitySchema,
  type AuditAction,
  type AuditEntry,
  type AuditQuery,
  type ActorIdentity,
} from './audit';
export {
  acceptanceSchema,
  contractPolicySchema,
  contractSettingsSchema,
  driftChangeSchema,
  driftQuerySchema,
  driftSchema,
  fieldTypes,
  fieldTypeSchema,
  streamContractSchema,
  type Acceptance,
  type ContractPolicy,
  type ContractSettings,
  type Drift,
  type DriftChange,
  type DriftQuery,
  type FieldType,
  type StreamContract,
} from './contract';
export { daysProblem, daySchema, type Days } from './days';
export {
  deletableShare,
  deletionFlag,
  deletionsSettingSchema,
  runDeletionsSchema,
  type DeletionsSetting,
  type RunDeletions,
} from './runs/deletions';
export { failureGroupSchema, type FailureGroup } from './failure-group';
export { failureSchema, reasonSchema, type Failure, type Reason } from './failure';
export { failuresQuerySchema, type FailuresQuery } from './queries/failures-query';
export {
  activitySchema,
  freshnessSchema,
  runSumSchema,
  sourceStatusSchema,
  streamStatusSchema,
  type Activity,
  type Freshness,
  type SourceStatus,
  type StreamStatus,
} from './freshness';
export { handedOverSchema, type HandedOver } from './handed-over';
export { listOf, listPageSchema, pageLimits, type List } from './queries/list';
export { changeSchema, changesQuerySchema, changesSchema, type Change, type ChangeKind, type ChangesQuery } from './outputs/change';
export {
  exportFormats,
  exportFormatSchema,
  exportSchema,
  recordSelectionSchema,
  type Export,
  type ExportFormat,
  type RecordSelection,
} from './outputs/export';
export { pageMessageSchema, pageMetaSchema, runRequestSchema, type PageMessage, type PageMeta, type RunRequest } from './page';
export { pageIdOf, pageIdSchema, type PageId } from './page-id';
export { problemSchema, type Problem } from './problem';
export { rawRefSchema, recordSchema, versionSchema, type CuratedRecord, type RawRef, type RecordVersion } from './record';
export { recordId, recordIdPrefix, splitRecordId, streamId } from './record-id';
export { recordSorts, recordsQuerySchema, type RecordSort, type RecordsQuery } from './queries/records-query';
export { apiKeySchema, keyNameSchema, keySourcesSchema, type ApiKey } from './access/api-key';
export { sessionSchema, type Session } from './access/session';
export { isRoleAtLeast, roleSchema, type CallerRole } from './access/role';
export { ageMs, retentionSchema, type Retention } from './settings/retention';
export {
  addCounts,
  countsSchema,
  isBalanced,
  noCounts,
  outcomes,
  runCancellationSchema,
  runSchema,
  runStateSchema,
  triggerSchema,
  type Counts,
  type Outcome,
  type Run,
  type RunCancellation,
  type RunState,
  type Trigger,
} from './runs/run';
export {
  historyPageSchema,
  historyProgressSchema,
  maxRunEvents,
  historyEventSchema,
  runHistorySchema,
  type HistoryPage,
  type HistoryProgress,
  type HistoryEvent,
  type RunHistoryView,
} from './runs/run-history';
export { runNoteSchema, type RunNote } from './runs/run-note';
export { addUsage, noUsage, requestsTo, sumUsage, usageSchema, type Usage } from './runs/usage';
export { dollarsOf, requestPrices } from './runs/dollars';
export { runsQuerySchema, type RunsQuery } from './queries/runs-query';
export { sourcePauseSchema, type SourcePause } from './settings/source-pause';
export { sourceLimitsSchema, type SourceLimits } from './settings/source-limits';
export {
  nameSchema,
  sourceSettingsSchema,
  streamSettingsSchema,
  type SourceSettings,
  type StreamSettings,
} from './settings/source-settings';
