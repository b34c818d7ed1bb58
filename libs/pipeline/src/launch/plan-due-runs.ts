import type { Source, SourceStream } from '@twl/ports';
import { DueRuns } from './due-runs';
import type { LaunchPorts } from './launcher';
import type { PartFailures } from './part-failures';
import { scheduledRun, type PlannedRun } from './planned-run';

/** How late a schedule of one minute may come before a time counts as missed, ms. */
const graceMs = 150_000;

/**
 * Plans the runs that are due now, of every source or of one, for a process that checks once. A source or stream that cannot be checked is noted
 * and does not stop the others.
 */
export const planDueRuns = async (ports: LaunchPorts, failures: PartFailures, only?: string): Promise<PlannedRun[]> => {
  const due = new DueRuns(ports, { graceMs });
  const planned: PlannedRun[] = [];
  for (const known of await ports.catalog.list()) {
    if ((only ?? known.name) !== known.name) continue;
    const source = await failures.try('schedule.failed', () => prepareIfDiscovered(ports, known), { source: known.name });
    if (!source) continue;
    if (source.settings.enabled) for (const problem of source.problems) ports.log.warn('source.refused', { source: source.name, problem });
    const plan = async (stream: SourceStream): Promise<PlannedRun[] | undefined> =>
      failures.try('schedule.failed', () => planStream(ports, due, { source, stream }), { source: source.name, stream: stream.name });
    planned.push(...(await Promise.all(source.streams.map(plan))).flatMap((runs) => runs ?? []));
  }
  return planned;
};

const prepareIfDiscovered = async ({ catalog, pauses }: LaunchPorts, source: Source): Promise<Source> => {
  if (!source.discovery || (await pauses.get(source.name))) return source;
  return (await catalog.prepare(source.name)) ?? source;
};

const planStream = async (
  ports: LaunchPorts,
  due: DueRuns,
  { source, stream }: { source: Source; stream: SourceStream },
): Promise<PlannedRun[]> => {
  const { times, continuation } = await due.takeDue(source, stream);
  const runs = await Promise.all(times.map((time) => scheduledRun(ports, stream, time)));
  return continuation ? [...runs, continuation] : runs;
};
