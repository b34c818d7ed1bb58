export { StorageError, type StorageCode } from './errors';
export { openLocalEngine, type LocalEngineOptions } from './open-local-engine';
export { isOwnerDead, processOwner } from './process/process-owner';
