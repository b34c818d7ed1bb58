export { StorageError, type StorageCode } from './errors';
export { openLocalEngine, type LocalEngineOptions } from './open-local-engine';
export { isOwnerGone, processOwner } from './process/process-owner';
