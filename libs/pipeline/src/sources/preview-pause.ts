import { nameSchema, type SourcePause } from '@twl/contracts';
import { NotFoundError, type Clock, type RunStore, type Source, type SourceCatalog, type SourcePauses, type StoredRun } from '@twl/ports';
import { dueTimes } from '../schedule/due';

/** Ports for looking at a source that is to be paused or resumed. */
export interface PausePorts {
  catalog: SourceCatalog;
  pauses: SourcePauses;
  runs: Pick<RunStore, 'latest'>;
  clock: Clock;
}

/** How a source stands: what pausing or resuming it does, or did. */
export interface PausedSource {
  source: string;
  /** False if there was nothing to do. */
  changed: boolean;
  /** The pause; null if the source is not paused. */
  pause: SourcePause | null;
  /** Its runs that go on: a pause does not cancel them. */
  running: StoredRun[];
  /** Runs of its schedule that were missed and are made when it is resumed, as its `catchUp` says. */
  missed: number;
}

/** Says what pausing a source would do. @throws NotFoundError */
export const previewPause = async (ports: PausePorts, name: string): Promise<PausedSource> => {
  const source = await findSource(ports, name);
  const pause = (await ports.pauses.get(name)) ?? null;
  return { source: name, changed: pause === null, pause, ...(await standing(ports, source)) };
};

/** Says what resuming a source would do. @throws NotFoundError for a source that is neither declared nor paused */
export const previewResume = async (ports: PausePorts, name: string): Promise<PausedSource> => {
  const pause = (await ports.pauses.get(name)) ?? null;
  const source = pause ? await ports.catalog.get(name) : await findSource(ports, name);
  const now = source ? await standing(ports, source) : { running: [], missed: 0 };
  return { source: name, changed: pause !== null, pause, ...now };
};

const findSource = async ({ catalog }: PausePorts, name: string): Promise<Source> => {
  // A name that is none is not looked up: it could be a path.
  const source = nameSchema.safeParse(name).success ? await catalog.get(name) : undefined;
  if (!source) throw new NotFoundError('source', name);
  return source;
};

const standing = async (
  { runs, clock }: PausePorts,
  { name, streams, settings }: Source,
): Promise<Pick<PausedSource, 'running' | 'missed'>> => {
  const lasts = await Promise.all(streams.map(async (stream) => (await runs.latest(name, stream.name)).last));
  const missed = lasts.flatMap((last) => {
    const since = last ? Date.parse(last.startedAt) : null;
    return settings.enabled ? dueTimes(settings.schedule, { since, now: clock.now(), graceMs: 0 }) : [];
  });
  return { running: lasts.filter((run) => run?.phase === 'fetching') as StoredRun[], missed: missed.length };
};
