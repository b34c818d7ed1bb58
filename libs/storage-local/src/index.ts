export { StorageError, type StorageCode } from './errors';
export { openLocalEngine, type LocalEngineOptions } from './open-local-engine';
export { isOwnerDead, processOwner } from './process/process-owner';
export { backUpStore, type FinishedBackup } from './backup/back-up';
export { BackupError } from './backup/backup-error';
export { checkBackup, restoreStore } from './backup/restore';
