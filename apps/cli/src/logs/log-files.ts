import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { join } from 'node:path';

/** Bytes that are read at a time. */
const chunkBytes = 1 << 20;

const numberOf = (name: string): number => Number(/^twl\.(\d+)\.log$/.exec(name)?.[1] ?? NaN);

/** Returns the files of the log, oldest first; none if there is no log. */
export const logFiles = (folder: string): string[] => {
  try {
    const names = readdirSync(folder).filter((name) => !Number.isNaN(numberOf(name)));
    return names.sort((a, b) => numberOf(a) - numberOf(b)).map((name) => join(folder, name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/** Reads whole lines of a file that may grow; each call goes on where the last one ended. */
export class GrowingFile {
  private offset = 0;
  private rest = '';
  private readonly decoder = new StringDecoder('utf8');

  constructor(private readonly path: string) {}

  /** Lines that are new since the last call. */
  *readLines(): Generator<string> {
    const descriptor = openSync(this.path, 'r');
    try {
      const buffer = Buffer.alloc(chunkBytes);
      for (let bytes = this.readInto(descriptor, buffer); bytes > 0; bytes = this.readInto(descriptor, buffer)) {
        const lines = (this.rest + this.decoder.write(buffer.subarray(0, bytes))).split('\n');
        this.rest = lines.pop() ?? '';
        yield* lines.filter((line) => line !== '');
      }
    } finally {
      closeSync(descriptor);
    }
  }

  /** True if nothing was written since the last call. */
  isRead(): boolean {
    return statSync(this.path).size <= this.offset;
  }

  private readInto(descriptor: number, buffer: Buffer): number {
    const bytes = readSync(descriptor, buffer, 0, buffer.length, this.offset);
    this.offset += bytes;
    return bytes;
  }
}
