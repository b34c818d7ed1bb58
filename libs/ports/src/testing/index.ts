export {
  makeBegin,
  makeCommit,
  makeFailure,
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
export { ManualClock, type ManualClockOptions } from './manual-clock';
export { memoryEngine, type MemoryEngine, type MemoryEngineOptions } from './memory-engine';
export { payloadOf, readPayload } from './payload';
export { RecordingLog, type LogLine } from './recording-log';
