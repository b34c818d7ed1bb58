import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import roll from 'pino-roll';

/** Maximum size of a log file, and the number of older files to keep. */
const rotation = { size: '20m', limit: { count: 4, removeOtherLogFiles: true } };

/** Interval of complaints about a log that cannot be written, and of retries, ms. */
const everyMs = 60_000;

export interface LogFileOptions {
  /** Shows a message to the operator. */
  warn: (text: string) => void;
  /** Maximum size of a file, such as `20m` (megabytes) or `1k` (kilobytes). */
  size?: string;
  now?: () => number;
}

/**
 * The log as JSON lines in `logs` of the data folder; `current.log` there is the newest file. Its size is limited to five files of 20 MB. If the
 * log cannot be written, the process continues, complains once a minute and retries.
 */
export class LogFile implements DestinationStream {
  private stream: Awaited<ReturnType<typeof roll>> | undefined;
  private complainedAt = -Infinity;
  private triedAt = -Infinity;

  constructor(
    private readonly dataDir: string,
    private readonly options: LogFileOptions,
  ) {}

  /** Opens the file; earlier lines are not in it. */
  async open(): Promise<this> {
    this.triedAt = this.now;
    try {
      const file = join(this.dataDir, 'logs', 'twl');
      const files = { file, extension: '.log', mkdir: true, symlink: process.platform !== 'win32' };
      const stream = await roll({ ...rotation, size: this.options.size ?? rotation.size, ...files, sync: true });
      stream.on('error', (error: Error) => this.complain(error));
      this.stream = stream;
    } catch (error) {
      this.complain(error as Error);
    }
    return this;
  }

  write(line: string): void {
    if (this.stream) this.stream.write(line);
    else if (this.now - this.triedAt >= everyMs) void this.open();
  }

  private complain({ message }: Error): void {
    if (this.now - this.complainedAt < everyMs) return;
    this.complainedAt = this.now;
    this.options.warn(`the log file in ${join(this.dataDir, 'logs')} cannot be written: ${message}; everything else continues\n`);
  }

  private get now(): number {
    return this.options.now?.() ?? performance.now();
  }
}
