import type { StoredRun } from '@twl/ports';

/** The id of the run that goes on where one stopped: `id~2`, `id~3`. The same run always has the same successor. */
export const nextRunId = (id: string): string => {
  const [, first = id, number = '1'] = /^(.*?)(?:~(\d+))?$/s.exec(id) ?? [];
  return `${first}~${Number(number) + 1}`;
};

/** The run that is to go on now where the last one was deferred; undefined where it was not, or its time has not come. */
export const dueContinuation = (last: StoredRun | undefined, now: number): { id: string; trigger: 'manual' | 'schedule' } | undefined => {
  const { state, resumeAt } = last?.end ?? {};
  if (!last || last.phase !== 'closed' || state !== 'deferred' || resumeAt === undefined) return undefined;
  if (Date.parse(resumeAt) > now && !isOfAhead(last, now)) return undefined;
  return { id: nextRunId(last.id), trigger: last.trigger === 'manual' ? 'manual' : 'schedule' };
};

/** A run that ended later than now was one of a clock that was ahead: when to go on is not known then. */
const isOfAhead = ({ finishedAt, startedAt }: StoredRun, now: number): boolean => Date.parse(finishedAt ?? startedAt) > now + 60_000;
