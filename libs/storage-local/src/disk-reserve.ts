import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError, translate } from './errors';

/** What SQLite needs to open a database, many times over; bytes. */
const reservedBytes = 1024 * 1024;

const givenUpFor: readonly string[] = ['STORAGE_FULL', 'STORAGE_IO', 'STORAGE_MISSING'];

/**
 * A file that holds a little room on the disk. SQLite cannot open a database, not even to read it, without room for its index of the log: on a disk
 * that is full the reserve is given up for that, and taken again when there is room.
 */
export class DiskReserve {
  private readonly path: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'reserve');
  }

  /** Does something that needs a little room, once more without the reserve where the disk may be full. @throws StorageError */
  async withRoom<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      const isFull = error instanceof StorageError && givenUpFor.includes(error.code);
      if (!isFull || !this.giveUp()) throw error;
      return await action();
    }
  }

  get isTaken(): boolean {
    return existsSync(this.path);
  }

  /** Takes the room, if there is any; a disk that is full is no error. */
  take(): void {
    try {
      writeFileSync(this.path, Buffer.alloc(reservedBytes, 1), { flag: 'wx' });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'EEXIST') return;
      // What was written of it is room for others.
      this.giveUp();
      if (!(translate(error, this.path) instanceof StorageError)) throw error;
    }
  }

  /** Whether there was a reserve to give up. */
  private giveUp(): boolean {
    try {
      rmSync(this.path);
      return true;
    } catch {
      return false;
    }
  }
}
