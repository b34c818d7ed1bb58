import { join } from 'node:path';
import { loadSource, type SourceDependencies } from '@twl/connector';
import { NotFoundError, type Source, type SourceStream } from '@twl/ports';
import type { OpenedSources } from '@twl/runtime';
import { UsageError } from '../output/report-failure';

/** Returns the folder of a source. @throws NotFoundError */
export const sourceFolder = async ({ catalog, config }: OpenedSources, name: string): Promise<string> => {
  if (!(await catalog.get(name))) throw new NotFoundError('source', name);
  return join(config.sourcesDir, name);
};

/** Loads a source with changed dependencies and discovers its streams. @throws NotFoundError; UsageError with all its problems */
export const loadRunnableSource = async (
  sources: OpenedSources,
  name: string,
  changes: Partial<SourceDependencies> = {},
): Promise<Source> => {
  const folder = await sourceFolder(sources, name);
  const source = await loadSource(folder, { ...sources.dependencies, discover: true, ...changes });
  if (source.problems.length === 0) return source;
  throw new UsageError(source.problems.join('\n'));
};

/** Returns all streams of a source, or the one with the given name. @throws NotFoundError */
export const chosenStreams = ({ name, streams }: Source, wanted: string | undefined): SourceStream[] => {
  const chosen = streams.filter((stream) => wanted === undefined || stream.name === wanted);
  if (chosen.length === 0) throw new NotFoundError('stream', `${name}.${wanted ?? ''}`);
  return chosen;
};
