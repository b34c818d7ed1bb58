import { NotFoundError, type Source, type SourceCatalog } from '@twl/ports';
import { UsageError } from '../output/report-failure';

/** A source that can be run. @throws NotFoundError, and UsageError naming every problem it has */
export const runnableSource = async (catalog: SourceCatalog, name: string): Promise<Source> => runnable(name, await catalog.get(name));

/** The same for what calls the source: where only the source knows its streams, it is asked first. @throws as {@link runnableSource} */
export const preparedSource = async (catalog: SourceCatalog, name: string): Promise<Source> => runnable(name, await catalog.prepare(name));

/** What a catalog found, if it can be run. @throws as {@link runnableSource} */
export const runnable = (name: string, source: Source | undefined): Source => {
  if (!source) throw new NotFoundError('source', name);
  if (source.problems.length > 0) throw new UsageError(source.problems.join('\n'));
  return source;
};
