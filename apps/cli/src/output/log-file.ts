import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import roll from 'pino-roll';

/** How large a file grows, and how many stay beside the one that is written. */
const kept = { size: '20m', limit: { count: 4, removeOtherLogFiles: true } };

/** How often it is said that the log cannot be written, and how often it is tried again, ms. */
const everyMs = 60_000;

export interface LogFileOptions {
  /** Takes a sentence for the operator. */
  say: (text: string) => void;
  /** As `20m`: megabytes, `1k`: kilobytes. */
  size?: string;
  now?: () => number;
}

/**
 * The log as JSON lines in `logs` of the data folder; `current.log` there is the newest file. It is bounded: five files of 20 MB. A log that cannot
 * be written stops nothing: that is said once a minute, and it goes on by itself when there is room.
 */
export class LogFile implements DestinationStream {
  private stream: Awaited<ReturnType<typeof roll>> | undefined;
  private saidAt = -Infinity;
  private triedAt = -Infinity;

  constructor(
    private readonly dataDir: string,
    private readonly options: LogFileOptions,
  ) {}

  /** Begins to write; lines that come before that are not in the file. */
  async open(): Promise<this> {
    this.triedAt = this.now;
    try {
      const file = join(this.dataDir, 'logs', 'twl');
      const files = { file, extension: '.log', mkdir: true, symlink: process.platform !== 'win32' };
      const stream = await roll({ ...kept, size: this.options.size ?? kept.size, ...files, sync: true });
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
    if (this.now - this.saidAt < everyMs) return;
    this.saidAt = this.now;
    this.options.say(`the log file in ${join(this.dataDir, 'logs')} cannot be written: ${message}; everything else goes on\n`);
  }

  private get now(): number {
    return this.options.now?.() ?? performance.now();
  }
}
