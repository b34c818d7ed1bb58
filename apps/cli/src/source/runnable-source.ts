import { NotFoundError, type Source, type SourceCatalog } from '@twl/ports';
import { UsageError } from '../output/report-failure';

/** Returns a source that can run. @throws NotFoundError; UsageError with all its problems */
export const runnableSource = async (catalog: SourceCatalog, name: string): Promise<Source> =>
  requireRunnable(name, await catalog.get(name));

/** Returns a source that can run, after discovery of its streams. @throws as {@link runnableSource} */
export const preparedSource = async (catalog: SourceCatalog, name: string): Promise<Source> =>
  requireRunnable(name, await catalog.prepare(name));

/** Returns the given source if it can run. @throws as {@link runnableSource} */
export const requireRunnable = (name: string, source: Source | undefined): Source => {
  if (!source) throw new NotFoundError('source', name);
  if (source.problems.length > 0) throw new UsageError(source.problems.join('\n'));
  return source;
};
