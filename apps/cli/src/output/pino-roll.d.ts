declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  /** The part of its options that is used here; the package brings no types. */
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
