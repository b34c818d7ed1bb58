import { reasonSchema } from '@twl/contracts';
import type { FailureFilter } from '@twl/pipeline';
import { NotFoundError } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { UsageError } from '../output/report-failure';
import { refuseUnknown } from '../source/known-names';

/** Checks that every name in a filter of failures exists. @throws NotFoundError, UsageError */
export const checkFilter = async (runtime: Runtime, filter: FailureFilter): Promise<FailureFilter> => {
  const { reason, runId } = filter;
  if (reason !== undefined && !reasonSchema.safeParse(reason).success)
    throw new UsageError(`--reason must be one of ${reasonSchema.options.join(', ')}, not ${JSON.stringify(reason)}`);
  await refuseUnknown(runtime, filter);
  if (runId !== undefined && !(await runtime.engine.runs.get(runId))) throw new NotFoundError('run', runId);
  return filter;
};
