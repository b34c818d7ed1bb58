import { NotFoundError, TwlError, type PageLedger, type RunStore, type StoredRun } from '@twl/ports';

/** The run is past the point where it can be cancelled. */
export class RunNotCancellableError extends TwlError {
  readonly code = 'RUN_NOT_CANCELLABLE';
  readonly retryable = false;

  constructor({ id, phase, state, pages }: StoredRun) {
    const what =
      phase === 'closed'
        ? `it has ended as ${state}`
        : `it has fetched everything, and its ${pages} pages are being applied: they are kept in any case`;
    super(`run ${id} cannot be cancelled: ${what}`);
  }
}

/** What cancelling a run does, or did. */
export interface CancelledRun {
  /** `asked`: its worker ends it within seconds. `ended`: it was cancelled before. */
  kind: 'asked' | 'ended';
  run: StoredRun;
  /** Pages that it has stored so far; they are kept and applied. */
  pages: number;
}

/** Ports for looking at a run that is to be cancelled. */
export interface CancelPreviewPorts {
  runs: Pick<RunStore, 'get'>;
  ledger: Pick<PageLedger, 'ofRun'>;
}

/** Says what cancelling a run would do. @throws NotFoundError, RunNotCancellableError */
export const previewCancel = async ({ runs, ledger }: CancelPreviewPorts, id: string): Promise<CancelledRun> => {
  const run = await runs.get(id);
  if (!run) throw new NotFoundError('run', id);
  const isEnded = run.phase === 'closed' && run.state === 'cancelled';
  if (!isEnded && run.phase !== 'fetching') throw new RunNotCancellableError(run);
  return { kind: isEnded ? 'ended' : 'asked', run, pages: (await ledger.ofRun(id)).length };
};
