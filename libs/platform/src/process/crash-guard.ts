import type { Log } from '@twl/ports';

/** The part of `process` that is needed to guard it. */
export type GuardedProcess = Pick<NodeJS.Process, 'on' | 'off' | 'exit'>;

/** What a process does about an error that nobody caught, in a task or a callback. */
export interface CrashPlan {
  /** Says what went wrong, and what the process does next. */
  tell(error: unknown, next: string): void;
  /** Finishes what is under way; without it the process ends at once. */
  close?(): Promise<void>;
  /** What is said of that. */
  closing?: string;
  /** After this the process ends anyway, ms; 10 seconds when not told. */
  graceMs?: number;
}

const atOnce = 'the process ends with code 1';

/** What guards a process now: of two guards the later one takes over. */
const guards = new WeakMap<GuardedProcess, () => void>();

/** Ends the process with code 1 after an error that nobody caught, by a plan. A guard that is set later takes its place. Gives back what undoes it. */
export function crashGuard({ tell, close, closing, graceMs = 10_000 }: CrashPlan, guarded: GuardedProcess = process): () => void {
  let isEnding = false;
  const crash = (error: unknown): void => {
    tell(error, close ? `${closing ?? 'what is under way is finished'}, then ${atOnce}` : atOnce);
    // Whatever else goes wrong on the way out is told, and changes nothing.
    if (isEnding) return;
    isEnding = true;
    if (!close) return void guarded.exit(1);
    setTimeout(() => guarded.exit(1), graceMs).unref();
    void close()
      .catch((failure: unknown) => tell(failure, 'closing failed'))
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

/** Tells the log. */
export const tellLog =
  (log: Log): CrashPlan['tell'] =>
  (error, next) =>
    log.error('process.crashed', error, { next });

/** Tells standard error, where there is no log. */
export const tellStderr: CrashPlan['tell'] = (error, next) => {
  const text = error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);
  process.stderr.write(`an error that nobody caught; ${next}\n${text}\n`);
};
