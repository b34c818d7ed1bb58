import { sumUsage, type Usage } from '@twl/contracts';
import type { Closing, StoredRun } from '@twl/ports';

/** A run with the usage since it was last written. */
export const withUsage = (run: StoredRun, more: Usage | undefined): StoredRun => {
  const usage = sumUsage([run.end?.usage, more]);
  return run.end && usage ? { ...run, end: { ...run.end, usage } } : run;
};

/** A closed run with its result. */
export const closedRun = ({ reason: _before, ...run }: StoredRun, closing: Closing): StoredRun => {
  const { state, reason, counts, deletions } = closing;
  const usage = sumUsage([run.end?.usage, closing.usage]);
  return {
    ...run,
    ...{ state, counts: structuredClone(counts) },
    ...(reason === undefined ? {} : { reason }),
    ...(deletions && { deletions }),
    ...(usage && { usage }),
  };
};
