import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError, translateError } from './errors';

/** Bytes that SQLite needs to open a database, many times over. */
const reservedBytes = 1024 * 1024;

const reserveCodes: readonly string[] = ['STORAGE_FULL', 'STORAGE_IO', 'STORAGE_MISSING'];

/**
 * A file that reserves some room on the disk. SQLite needs room for the index of its log to open a database, even to read it. On a full
 * disk the reserve is deleted for that, and written again once there is room.
 */
export class DiskReserve {
  private readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'reserve');
  }

  /**
   * Runs an action that needs some room. If the disk may be full, deletes the reserve and runs the action once more.
   * @throws StorageError
   */
  async withRoom<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      const isFull = error instanceof StorageError && reserveCodes.includes(error.code);
      if (!isFull || !this.remove()) throw error;
      return await action();
    }
  }

  get isTaken(): boolean {
    return existsSync(this.path);
  }

  /** Writes the reserve if there is room. A full disk is no error. */
  create(): void {
    try {
      writeFileSync(this.path, Buffer.alloc(reservedBytes, 1), { flag: 'wx' });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') return;
      // A reserve that was written in part must not take up the room.
      this.remove();
      if (!(translateError(error, this.path) instanceof StorageError)) throw error;
    }
  }

  /** Deletes the reserve; returns false if there was none. */
  private remove(): boolean {
    try {
      rmSync(this.path);
      return true;
    } catch {
      return false;
    }
  }
}
