export { AlertChannel } from './alerts/alert-channel';
export { publicAlert } from './alerts/public-alert';
export { AlertStore, type StoredAlert } from './alerts/alert-store';
export { AuditLog } from './storage/audit-log';
export { ChangeFeed, changesGraceMs, changesKeptMs, type FeedPage } from './storage/change-feed';
export { loggedChanges, type LoggedChange } from './feed/change-log';
export { readFeed, type FeedSource, type FeedStream, type LoggedCommit } from './feed/read-feed';
export { Clock } from './clock';
export {
  type ManifestText,
  SourceCatalog,
  type Extracted,
  type FetchedPage,
  type ReadEvent,
  type ReadOptions,
  type Source,
  type SourceStream,
  type WaitCause,
} from './connector';
export { CredentialStore, type Credential } from './storage/credential-store';
export { ContractStore, type ContractNotes, type FieldChange, type ContractUpdate } from './storage/contract-notes';
export type { Engine } from './storage/engine';
export {
  BadCursorError,
  FeedExpiredError,
  HttpError,
  isInfrastructure,
  GenerationAbandonedError,
  LeaseLostError,
  NotFoundError,
  RawConflictError,
  SecretMissingError,
  TwlError,
  UnavailableError,
  UnreadablePageError,
  WalkExpiredError,
} from './errors';
export { ExportFiles, exportKeptMs, type NewExportFile, type StoredExportFile } from './export/export-files';
export {
  FailureStore,
  isDecided,
  isUnapplied,
  mostOpenFailures,
  writeItemPosition,
  readSubject,
  subjectOf,
  superseded,
  type OpenFailure,
  type Superseding,
} from './storage/failure-store';
export { describeFormat, type FormatVersions } from './text/format-version';
export { HttpClient, type CookieJar, type HttpLimits, type HttpRequest, type HttpResponse, type NetworkPolicy } from './http-client';
export { Log, type LogFields, type WorkFields } from './telemetry/log';
export { metricCatalog, type MetricName, type MetricSpec } from './telemetry/metric-catalog';
export { Metrics, NoMetrics, type MetricLabels } from './telemetry/metrics';
export { PageLedger, type PendingPage, type PageEntry } from './storage/page-ledger';
export { firstPageMeta, pageMeta, type StoredPagePosition } from './page-meta';
export { MemoryPayload, payloadOf, readPayload } from './memory-payload';
export type { Payload } from './payload';
export { refusedAgain } from './refused-again';
export { historyDays, RunHistory } from './runs/run-history';
export { RawStore, type RawEntry, type RawFilter } from './storage/raw-store';
export { GenerationStore, type Generation } from './storage/generation-store';
export { RecordRetention, type Expiry } from './storage/record-retention';
export { UnappliedPages } from './storage/unapplied-pages';
export { RecordReader, walkMs, type ExportFilter, type RecordListPage, type StreamTally } from './storage/record-reader';
export {
  RecordStore,
  shownChange,
  type Amendment,
  type Commit,
  type CommitResult,
  type Current,
  type Head,
  type RecordOrder,
  type Progress,
  type RecordWrite,
  type LaterObservation,
  type Version,
} from './storage/record-store';
export { LeaseStore, type Lease } from './runs/lease-store';
export { RunDecisions } from './runs/run-decisions';
export { endedWell, hasResult, RunStore, type Begun, type BeginRun, type Closing, type LatestRuns } from './runs/run-store';
export type { RunEnd, StoredRun } from './runs/stored-run';
export {
  StreamStateStore,
  type Refresh,
  type RememberedState,
  type StateEdit,
  type StateEdited,
  type StreamName,
  type StreamState,
  type Validator,
} from './runs/stream-state-store';
export { newRun } from './runs/new-run';
export { isRunClosed, moveRun, runPaths, type RunStatus } from './runs/run-machine';
export { isFromAhead } from './lease-from-ahead';
export { requireEntry, requireFirst, requireLast, requireValue } from './require-value';
export { publicRun } from './public-run';
export { SourcePauses } from './schedule/source-pauses';
export { Timetable, type CronLine } from './schedule/timetable';
export { SecretStore, StandInSecrets } from './storage/secret-store';
export { PageQueue, RequestQueue, WorkQueue, type Delivery, type QueueDepth, type ReceiveOptions } from './storage/work-queue';
export { compareInstants, instantOf, TimeRange, type Instant } from './text/instant';
export { afterAllText, fromOrderText, toOrderText } from './text/order-text';
export { readPosition, writePosition } from './text/position';
export { suggest } from './text/suggest';
export { isSameName, namedStreams, searchText, titleSearch, withName } from './text/search-text';
export { ReceivedError, receivedError, sentError, type SentError } from './sent-error';
