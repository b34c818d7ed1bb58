// Loaded only by the commands that copy a store.
export { backUpStore, checkBackup, restoreStore } from '@twl/runtime/backup';
