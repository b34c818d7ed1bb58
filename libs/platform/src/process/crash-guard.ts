import type { Log } from '@twl/ports';

/** The used part of `process`. */
export type GuardedProcess = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>;

/** How a process handles an uncaught error. */
export interface CrashPlan {
  /** Reports the error, and what the process does next. */
  report(error: unknown, next: string): void;
  /** Finishes current work; without it the process exits at once. */
  close?(): Promise<void>;
  /** Text that describes `close`. */
  closing?: string;
  /** Time limit of `close`, ms; then the process exits anyway. Default 10 seconds. */
  graceMs?: number;
}

const exitText = 'the process exits with code 1';

/** The active guard of each process; a later guard replaces an earlier one. */
const guards = new WeakMap<GuardedProcess, () => void>();

/** Exits the process with code 1 after an uncaught error. Replaces an earlier guard. Returns the function that removes the guard. */
export function guardAgainstCrashes(
  { report, close, closing, graceMs = 10_000 }: CrashPlan,
  guarded: GuardedProcess = process,
): () => void {
  let isEnding = false;
  const crash = (error: unknown): void => {
    report(error, close ? `${closing ?? 'current work is finished'}, then ${exitText}` : exitText);
    // Further errors during the exit are only reported.
    if (isEnding) return;
    isEnding = true;
    if (!close) return void guarded.exit(1);
    setTimeout(() => guarded.exit(1), graceMs).unref();
    void close()
      .catch((failure: unknown) => report(failure, 'closing failed'))
      .then(() => guarded.exit(1));
  };
  guards.get(guarded)?.();
  guarded.on('uncaughtException', crash);
  guarded.on('unhandledRejection', crash);
  const undo = (): void => {
    guarded.off('uncaughtException', crash);
    guarded.off('unhandledRejection', crash);
  };
  guards.set(guarded, undo);
  return undo;
}

/** Reports to the log. */
export const reportToLog =
  (log: Log): CrashPlan['report'] =>
  (error, next) =>
    log.error('process.crashed', error, { next });

/** Reports to standard error if there is no log. */
export const reportToStderr: CrashPlan['report'] = (error, next) => {
  const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  process.stderr.write(`uncaught error; ${next}\n${text}\n`);
};
