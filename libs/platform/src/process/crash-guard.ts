import type { Log } from '@twl/ports';

/** The part of `process` that is needed to guard it. */
export type GuardedProcess = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>;

/** Logs what nobody caught, in a task or a callback, and ends the process with code 1. Gives back what undoes it. */
export function crashGuard(log: Log, guarded: GuardedProcess = process): () => void {
  const crash = (error: unknown): void => {
    log.error('process.crashed', error);
    guarded.exit(1);
  };
  guarded.on('uncaughtException', crash);
  guarded.on('unhandledRejection', crash);
  return () => {
    guarded.off('uncaughtException', crash);
    guarded.off('unhandledRejection', crash);
  };
}
