import { namedStreams, NotFoundError, type StreamName } from '@twl/ports';
import type { Runtime } from '@twl/runtime';

/** Names that limit what a command prints or does. */
export interface Names {
  source?: string | undefined;
  stream?: string | undefined;
}

/**
 * Refuses names that are neither declared nor stored, so that a typo is not reported as an empty result.
 * @throws NotFoundError
 */
export const refuseUnknown = async (runtime: Runtime, { source, stream }: Names): Promise<void> => {
  if (source === undefined && stream === undefined) return;
  const known = await knownNames(runtime, source);
  const ofSource = namedStreams(known.streams, { source });
  const isDeclared = source === undefined || known.sources.includes(source);
  if (!isDeclared && ofSource.length === 0) throw new NotFoundError('source', source);
  if (stream !== undefined && namedStreams(ofSource, { stream }).length === 0)
    throw new NotFoundError('stream', source === undefined ? stream : `${source}.${stream}`);
};

const knownNames = async (
  { catalog, engine }: Runtime,
  source: string | undefined,
): Promise<{ sources: string[]; streams: StreamName[] }> => {
  const declared = source === undefined ? await catalog.list() : [await catalog.get(source)].filter((one) => one !== undefined);
  const stored = await Promise.all([engine.streamStates.streams(), engine.reader.tally()]);
  const streams = declared.flatMap((one) => one.streams.map(({ name }) => ({ source: one.name, stream: name })));
  return { sources: declared.map(({ name }) => name), streams: [...streams, ...stored.flat()] };
};
