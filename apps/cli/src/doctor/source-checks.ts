import type { Source, SourceCatalog } from '@twl/ports';
import { withRelativePaths } from '../output/relative-paths';
import { doubtful, failed, passed, type Checkup } from './check';

/** A problem that names a missing secret. */
const isSecret = (problem: string): boolean => problem.includes('TWL_SECRET_');

/** Checks every declared source, and that its secrets are set. */
export const checkSources = async (catalog: SourceCatalog, sourcesDir: string): Promise<Checkup[]> => {
  const sources = await catalog.list();
  if (sources.length === 0) return [doubtful('sources', `there is no source in ${sourcesDir}`, 'make one: twl source add NAME')];
  return [checkFiles(sources, sourcesDir), checkSecrets(sources), checkEnabled(sources)];
};

const problemsOf = (sources: readonly Source[], isWanted: (problem: string) => boolean): string[] =>
  sources.flatMap(({ problems }) => problems.filter(isWanted));

const checkFiles = (sources: readonly Source[], sourcesDir: string): Checkup => {
  const problems = problemsOf(sources, (problem) => !isSecret(problem)).map((text) => withRelativePaths(text, sourcesDir));
  if (problems.length === 0) return passed('sources', `${sources.length} sources are valid`);
  return failed('sources', problems.join('\n'), 'correct the files at the places named; "twl source check" checks them again');
};

const checkSecrets = (sources: readonly Source[]): Checkup => {
  const problems = problemsOf(sources, isSecret);
  if (problems.length === 0) return passed('secrets', 'every secret that a source names is set');
  return failed('secrets', problems.join('\n'), 'set the variables named, or put them into the file of TWL_SECRETS_FILE');
};

const checkEnabled = (sources: readonly Source[]): Checkup => {
  const enabled = sources.filter(({ settings }) => settings.enabled).length;
  if (enabled > 0) return passed('schedules', `${enabled} of ${sources.length} sources are enabled`);
  return doubtful('schedules', 'no source is enabled', 'write "enabled: true" into the source.yaml of a source');
};
