export { altered } from './altered';
export {
  makeAlert,
  makeAuditEntry,
  makeBegin,
  makeCommit,
  makeFailure,
  makeContractUpdate,
  makeCredential,
  makeMessage,
  makeOrder,
  makePage,
  makePageMeta,
  makeRawKey,
  makeRecord,
  makeRun,
  makeVersion,
  makeWrite,
  someTime,
} from './factories';
export { History, lookAt } from './history';
export { ManualClock, type ManualClockOptions } from './manual-clock';
export { memoryEngine, type MemoryEngine, type MemoryEngineOptions } from './memory/memory-engine';
export { RecordingLog, type LogLine } from './recording-log';
export { alertStoreContract } from './suites/alert-store-suite';
export { analyticsContract } from './suites/analytics-suite';
export { auditLogContract } from './suites/audit-log-suite';
export { changeFeedContract } from './suites/records/change-feed-suite';
export { contractNotesContract } from './suites/records/contract-notes-suite';
export { credentialStoreContract } from './suites/credential-store-suite';
export { deletionsContract } from './suites/records/deletions-suite';
export { engineContract } from './suites/engine-suite';
export { expiryContract } from './suites/records/expiry-suite';
export { exportFilesContract } from './suites/export-files-suite';
export { failureStoreContract } from './suites/failure-store-suite';
export { generationContract } from './suites/records/generation-suite';
export { oddValuesContract } from './suites/records/odd-values-suite';
export { useEngine, type OpenedEngine, type OpenEngine } from './suites/opened-engine';
export { pageLedgerContract } from './suites/page-ledger-suite';
export { rawStoreContract } from './suites/raw-store-suite';
export { recordReaderContract } from './suites/records/record-reader-suite';
export { recordStoreContract } from './suites/records/record-store-suite';
export { recordWalkContract } from './suites/records/record-walk-suite';
export { runStoreContract } from './suites/run-store-suite';
export { sourcePausesContract } from './suites/source-pauses-suite';
export { streamStateContract } from './suites/stream-state-suite';
export { workQueueContract } from './suites/work-queue-suite';
