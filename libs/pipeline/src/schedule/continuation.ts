import type { StoredRun } from '@twl/ports';

/** The id of the run that continues a run: `id~2`, `id~3`. The same run always has the same successor. */
export const nextRunId = (id: string): string => {
  const [, first = id, number = '1'] = /^(.*?)(?:~(\d+))?$/s.exec(id) ?? [];
  return `${first}~${Number(number) + 1}`;
};

/** The run that continues a deferred run now; undefined if the last run was not deferred, or its time has not come. */
export const dueContinuation = (last: StoredRun | undefined, now: number): { id: string; trigger: 'manual' | 'schedule' } | undefined => {
  const { state, resumeAt } = last?.end ?? {};
  if (!last || last.phase !== 'closed' || state !== 'deferred' || resumeAt === undefined) return undefined;
  if (Date.parse(resumeAt) > now && !wasClockAhead(last, now)) return undefined;
  return { id: nextRunId(last.id), trigger: last.trigger === 'manual' ? 'manual' : 'schedule' };
};

/** Whether the clock was ahead: the run ended later than now, so that the time to continue is unknown. */
const wasClockAhead = ({ finishedAt, startedAt }: StoredRun, now: number): boolean => Date.parse(finishedAt ?? startedAt) > now + 60_000;
