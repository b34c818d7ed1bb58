export { backUpStore, checkBackup, restoreStore } from '@twl/storage-local';
