import type { Log } from '@twl/ports';
import type { GuardedProcess } from './crash-guard';

/** How to stop, and how long that may take. */
export interface CloseOptions {
  /** Stops taking new work, finishes what is under way and closes what is open. */
  close(): Promise<void>;
  log: Log;
  /** After this the process ends anyway, ms; 10 seconds when not told. */
  graceMs?: number;
  /** One Ctrl-C can arrive twice, from the terminal and from a parent: a signal so soon after the first is the same, ms; 1 second. */
  sameMs?: number;
}

/**
 * On the first SIGINT or SIGTERM closes and ends the process: 0 when closed, 1 when that failed or took too long.
 * A second one later ends it at once. Gives back what undoes it.
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
    void finish(close, log).then((code) => guarded.exit(code));
  };
  guarded.on('SIGINT', stop);
  guarded.on('SIGTERM', stop);
  return () => {
    guarded.off('SIGINT', stop);
    guarded.off('SIGTERM', stop);
  };
}

async function finish(close: () => Promise<void>, log: Log): Promise<0 | 1> {
  try {
    await close();
    log.info('process.stopped');
    return 0;
  } catch (error) {
    log.error('process.stop.failed', error);
    return 1;
  }
}
