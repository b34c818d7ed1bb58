import type { Run } from '@twl/contracts';
import type { StoredRun } from './runs/stored-run';

/** A run as the API, the dashboard and the command line show it: without the fields that only the store needs. */
export const publicRun = (run: StoredRun): Run => {
  const {
    id,
    source,
    stream,
    seq,
    trigger,
    state,
    reason,
    startedAt,
    finishedAt,
    pages,
    bytes,
    counts,
    usage,
    cancellation,
    deletions,
    end,
  } = run;
  return {
    ...{ id, source, stream, seq, trigger, state },
    ...(reason !== undefined && { reason }),
    ...(end?.notes?.length && { notes: end.notes }),
    ...{ startedAt, finishedAt, pages, bytes, counts },
    ...(usage && { usage }),
    ...(cancellation && { cancellation }),
    ...(deletions && { deletions }),
  };
};
