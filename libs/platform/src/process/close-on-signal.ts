import type { Log } from '@twl/ports';
import type { GuardedProcess } from './crash-guard';

/** How to stop a process. */
export interface CloseOptions {
  /** Stops accepting work, finishes current work and closes resources. */
  close(): Promise<void>;
  log: Log;
  /** Time limit of `close`, ms; then the process exits anyway. Default 10 seconds. */
  graceMs?: number;
  /** A second signal within this time counts as the same, ms, because one Ctrl-C can arrive twice: from the terminal and from a parent. Default 1 second. */
  sameMs?: number;
}

/**
 * Closes and exits the process on the first SIGINT or SIGTERM: with 0 if closed, with 1 on a failure or timeout.
 * A later second signal exits at once. Returns the function that removes the handlers.
 */
export function closeOnSignal(
  { close, log, graceMs = 10_000, sameMs = 1000 }: CloseOptions,
  guarded: GuardedProcess = process,
): () => void {
  let first: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (first !== undefined && performance.now() - first < sameMs) return;
    if (first !== undefined) return void guarded.exit(130);
    first = performance.now();
    log.info('process.stopping', { signal });
    setTimeout(() => {
      log.warn('process.stopped.late', { graceMs });
      guarded.exit(1);
    }, graceMs).unref();
    void closeAndLog(close, log).then((code) => guarded.exit(code));
  };
  guarded.on('SIGINT', stop);
  guarded.on('SIGTERM', stop);
  return () => {
    guarded.off('SIGINT', stop);
    guarded.off('SIGTERM', stop);
  };
}

async function closeAndLog(close: () => Promise<void>, log: Log): Promise<0 | 1> {
  try {
    await close();
    log.info('process.stopped');
    return 0;
  } catch (error) {
    log.error('process.stop.failed', error);
    return 1;
  }
}
