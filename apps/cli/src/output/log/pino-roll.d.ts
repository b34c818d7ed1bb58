declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  /** The options used here; the package has no types. */
  interface RollOptions {
    file: string;
    extension?: string;
    size?: string;
    limit?: { count: number; removeOtherLogFiles?: boolean };
    symlink?: boolean;
    mkdir?: boolean;
    sync?: boolean;
  }
  export default function roll(options: RollOptions): Promise<EventEmitter & { write(text: string): boolean }>;
}
