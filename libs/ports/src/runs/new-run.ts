import { noCounts } from '@twl/contracts';
import { beginStatus } from './run-machine';
import type { BeginRun } from './run-store';
import type { StoredRun } from './stored-run';

/** Makes a run that begins. It is skipped if `active` is given: another run of the stream, which is not closed. */
export const newRun = ({ id, source, stream, trigger, at }: BeginRun, seq: number, active: StoredRun | undefined): StoredRun => ({
  ...{ id, source, stream, seq, trigger, startedAt: at, finishedAt: active ? at : null },
  ...beginStatus(active !== undefined),
  ...(active && { reason: `run ${active.id} is not settled yet` }),
  ...{ pages: 0, bytes: 0, counts: noCounts() },
});
