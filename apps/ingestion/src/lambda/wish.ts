import { randomUUID } from 'node:crypto';
import type { RunRequest } from '@twl/contracts';
import { dueContinuation, dueTimes, nextRunId, runIdOfTime } from '@twl/pipeline';
import { NotFoundError, type Source, type SourceStream } from '@twl/ports';
import type { IngestionPorts } from '../ingestion';
import type { Failures } from './failures';

/** A run to be made. Beginning one with an id that was begun before gives that one. */
export interface Wish {
  stream: SourceStream;
  id: string;
  trigger: RunRequest['trigger'];
}

/** How late a schedule may come before a time counts as missed, ms: it comes every minute. */
const graceMs = 150_000;

/** The source as it is to be run now. */
const prepared = async ({ catalog }: IngestionPorts, source: Source): Promise<Source> =>
  source.discovery ? ((await catalog.prepare(source.name)) ?? source) : source;

/**
 * The runs that are due, of every source or of one, and those that go on where one was deferred. A source or stream that cannot be looked at
 * keeps no other one from running.
 */
export const dueWishes = async (ports: IngestionPorts, failures: Failures, only?: string): Promise<Wish[]> => {
  const wishes: Wish[] = [];
  for (const known of await ports.catalog.list()) {
    if ((only ?? known.name) !== known.name) continue;
    const source = await failures.try('schedule.failed', () => prepared(ports, known), { source: known.name });
    if (!source) continue;
    if (source.settings.enabled) for (const problem of source.problems) ports.log.warn('source.refused', { source: source.name, problem });
    const due = await Promise.all(
      source.streams.map((stream) =>
        failures.try('schedule.failed', () => dueOf(ports, source, stream), { source: source.name, stream: stream.name }),
      ),
    );
    wishes.push(...due.flatMap((found) => found ?? []));
  }
  return wishes;
};

/** A source that is switched off goes on with what was asked for by hand, and with nothing else. */
const dueOf = async (ports: IngestionPorts, { settings }: Source, stream: SourceStream): Promise<Wish[]> => {
  const { runs, clock } = ports;
  const { last } = await runs.latest(stream.source, stream.name);
  const now = clock.now();
  const since = last ? Date.parse(last.startedAt) : null;
  const times = settings.enabled ? dueTimes(settings.schedule, { since, now, graceMs }) : [];
  const wishes: Wish[] = [];
  for (const time of times) wishes.push({ stream, id: await runIdOfTime(ports, stream, time), trigger: 'schedule' });
  if (wishes.length > 0) return wishes;
  const next = dueContinuation(last, now);
  return next && (settings.enabled || next.trigger === 'manual') ? [{ stream, ...next }] : [];
};

/** Runs of a source that somebody asked for by its name: all of its streams, or some. @throws NotFoundError naming what there is not */
export const wishesByHand = async (ports: IngestionPorts, name: string, streams?: string[]): Promise<Wish[]> => {
  const source = await theSource(ports, name);
  const chosen = streams?.map((stream) => streamOf(source, stream)) ?? source.streams;
  return chosen.map((stream) => ({ stream, id: `${name}.${stream.name}.${randomUUID()}`, trigger: 'manual' as const }));
};

/** The runs that a request names. @throws NotFoundError naming what there is not */
export const wishesOf = async (ports: IngestionPorts, { source: name, runs, trigger }: RunRequest): Promise<Wish[]> => {
  const source = await theSource(ports, name);
  return runs.map(({ id, stream }) => ({ stream: streamOf(source, stream), id, trigger }));
};

const theSource = async ({ catalog }: IngestionPorts, name: string): Promise<Source> => {
  const source = await catalog.prepare(name);
  if (!source) throw new NotFoundError('source', name);
  return source;
};

const streamOf = (source: Source, name: string): SourceStream => {
  const stream = source.streams.find((each) => each.name === name);
  if (!stream) throw new NotFoundError('stream', `${source.name}.${name}`);
  return stream;
};

/** The request for a run that is to be made later. */
export const requestFor = ({ stream, id, trigger }: Wish, requestedAt: string): RunRequest => ({
  v: 1,
  source: stream.source,
  runs: [{ id, stream: stream.name }],
  trigger,
  requestedAt,
});

/** The run after a run. */
export const nextOf = (wish: Wish): Wish => ({ ...wish, id: nextRunId(wish.id) });
