import { randomUUID } from 'node:crypto';
import type { RunRequest } from '@twl/contracts';
import { dueTimes, scheduledRunId } from '@twl/pipeline';
import type { Source, SourceStream } from '@twl/ports';
import type { IngestionPorts } from '../ingestion';

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

/** The runs that are due, of every source or of one. A stream that cannot be looked at keeps no other one from running. */
export const dueWishes = async (ports: IngestionPorts, only?: string): Promise<Wish[]> => {
  const wishes: Wish[] = [];
  for (const known of await ports.catalog.list()) {
    if (!known.settings.enabled || (only ?? known.name) !== known.name) continue;
    const source = await prepared(ports, known);
    for (const problem of source.problems) ports.log.warn('source.refused', { source: source.name, problem });
    const found = await Promise.allSettled(source.streams.map((stream) => dueOf(ports, source, stream)));
    for (const result of found) {
      if (result.status === 'fulfilled') wishes.push(...result.value);
      else ports.log.error('schedule.failed', result.reason, { source: source.name });
    }
  }
  return wishes;
};

const dueOf = async ({ runs, clock }: IngestionPorts, { settings }: Source, stream: SourceStream): Promise<Wish[]> => {
  const { last } = await runs.latest(stream.source, stream.name);
  const since = last ? Date.parse(last.startedAt) : null;
  const times = dueTimes(settings.schedule, { since, now: clock.now(), graceMs });
  return times.map((time) => ({ stream, id: scheduledRunId(stream.source, stream.name, time), trigger: 'schedule' as const }));
};

/** Runs of a source that somebody asked for by its name: all of its streams, or some. Undefined when there is no such source. */
export const wishesByHand = async (ports: IngestionPorts, name: string, streams?: string[]): Promise<Wish[] | undefined> => {
  const source = await ports.catalog.prepare(name);
  return source?.streams
    .filter((stream) => streams?.includes(stream.name) ?? true)
    .map((stream) => ({ stream, id: `${name}.${stream.name}.${randomUUID()}`, trigger: 'manual' as const }));
};

/** The runs that a request names. */
export const wishesOf = async (ports: IngestionPorts, { source: name, runs, trigger }: RunRequest): Promise<Wish[]> => {
  const source = await ports.catalog.prepare(name);
  const streams = new Map(source?.streams.map((stream) => [stream.name, stream]));
  return runs.flatMap(({ id, stream }) => (streams.has(stream) ? [{ stream: streams.get(stream)!, id, trigger }] : []));
};

/** The request for a run that is to be made later. */
export const requestFor = ({ stream, id, trigger }: Wish, requestedAt: string): RunRequest => ({
  v: 1,
  source: stream.source,
  runs: [{ id, stream: stream.name }],
  trigger,
  requestedAt,
});

/** The run that goes on where one stopped: `id~2`, `id~3`. The same run is followed by the same one, however often it is said. */
export const nextOf = (wish: Wish): Wish => {
  const [, first = wish.id, number = '1'] = /^(.*?)(?:~(\d+))?$/s.exec(wish.id) ?? [];
  return { ...wish, id: `${first}~${Number(number) + 1}` };
};
