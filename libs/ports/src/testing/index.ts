export {
  makeAuditEntry,
  makeBegin,
  makeCommit,
  makeFailure,
  makeLesson,
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
export { memoryEngine, type MemoryEngine, type MemoryEngineOptions } from './memory-engine';
export { payloadOf, readPayload } from './payload';
export { RecordingLog, type LogLine } from './recording-log';
export { analyticsContract } from './contract/analytics-contract';
export { auditLogContract } from './contract/audit-log-contract';
export { contractNotesContract } from './contract/contract-notes-contract';
export { deletionsContract } from './contract/deletions-contract';
export { engineContract } from './contract/engine-contract';
export { expiryContract } from './contract/expiry-contract';
export { failureStoreContract } from './contract/failure-store-contract';
export { generationContract } from './contract/generation-contract';
export { oddValuesContract } from './contract/odd-values-contract';
export { useEngine, type OpenedEngine, type OpenEngine } from './contract/opened-engine';
export { pageLedgerContract } from './contract/page-ledger-contract';
export { rawStoreContract } from './contract/raw-store-contract';
export { recordReaderContract } from './contract/record-reader-contract';
export { recordStoreContract } from './contract/record-store-contract';
export { recordWalkContract } from './contract/record-walk-contract';
export { runStoreContract } from './contract/run-store-contract';
export { streamStateContract } from './contract/stream-state-contract';
export { workQueueContract } from './contract/work-queue-contract';
