import { randomUUID } from 'node:crypto';
import type { RunRequest } from '@twl/contracts';
import { NotFoundError, type RunStore, type Clock, type Source, type SourceCatalog, type SourceStream } from '@twl/ports';
import { nextRunId } from '../schedule/continuation';
import { runIdOfTime } from '../schedule/run-of-time';

/** A run that is to be made. Starting a run with an id that was started before returns that run. */
export interface PlannedRun {
  stream: SourceStream;
  id: string;
  trigger: RunRequest['trigger'];
  /** The trace of whoever asked for it. */
  traceparent?: string | undefined;
}

/** Loads a source for a run, and discovers its streams if only the source itself knows them. @throws NotFoundError */
export const prepareSource = async (catalog: SourceCatalog, name: string): Promise<Source> => {
  const source = await catalog.prepare(name);
  if (!source) throw new NotFoundError('source', name);
  return source;
};

/** Plans manual runs of a source: of all its streams, or of those named. @throws NotFoundError for the first stream that does not exist */
export const manualRuns = (source: Source, names?: readonly string[]): PlannedRun[] => {
  for (const name of names ?? []) requireStream(source, name);
  const chosen = source.streams.filter(({ name }) => names?.includes(name) ?? true);
  return chosen.map((stream) => ({ stream, id: `${source.name}.${stream.name}.${randomUUID()}`, trigger: 'manual' }));
};

/** The runs that a request names. @throws NotFoundError for the first stream that does not exist */
export const requestedRuns = (source: Source, { runs, trigger, traceparent }: RunRequest): PlannedRun[] =>
  runs.map(({ runId, stream }) => ({ stream: requireStream(source, stream), id: runId, trigger, ...(traceparent && { traceparent }) }));

/** The run for a time of the schedule. */
export const scheduledRun = async (ports: { runs: RunStore; clock: Clock }, stream: SourceStream, time: number): Promise<PlannedRun> => ({
  stream,
  id: await runIdOfTime(ports, stream, time),
  trigger: 'schedule',
});

/** The request that makes a run later. */
export const requestFor = ({ stream, id, trigger, traceparent }: PlannedRun, requestedAt: string): RunRequest => ({
  v: 2,
  source: stream.source,
  runs: [{ runId: id, stream: stream.name }],
  trigger,
  requestedAt,
  ...(traceparent && { traceparent }),
});

/** The run that continues a run. */
export const continuationOf = (run: PlannedRun): PlannedRun => ({ ...run, id: nextRunId(run.id) });

const requireStream = (source: Source, name: string): SourceStream => {
  const stream = source.streams.find((each) => each.name === name);
  if (!stream) throw new NotFoundError('stream', `${source.name}.${name}`);
  return stream;
};
