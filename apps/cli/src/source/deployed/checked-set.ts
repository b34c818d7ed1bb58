import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createLogger, PinoLog, type Config } from '@twl/platform/without-nest';
import { StandInSecrets, type Source } from '@twl/ports';
import type { OpenedSourceSets } from '@twl/runtime';
import { withRelativePaths } from '../../output/relative-paths';
import { UsageError } from '../../output/report-failure';

/** A set that is to be pushed, with what its sources are. */
export interface CheckedSet {
  set: Awaited<ReturnType<OpenedSourceSets['readSet']>>;
  sources: Source[];
  /** The secrets that they name: nobody has to have them here. */
  secrets: string[];
}

/** Knows which secrets were asked for, and gives something in place of each. */
class NotedSecrets extends StandInSecrets {
  readonly names = new Set<string>();

  override get(name: string): Promise<string> {
    this.names.add(name);
    return super.get(name);
  }
}

/** Reads the set of the folder of the settings, and loads it from a copy: what is checked is what is pushed. @throws UsageError */
export const checkedSet = async ({ readSet, writeSet }: OpenedSourceSets, config: Config): Promise<CheckedSet> => {
  const set = await readSet(config.sourcesDir);
  if (set.size === 0) throw new UsageError(`there are no sources in ${config.sourcesDir}: nothing was pushed`);
  const root = await mkdtemp(join(tmpdir(), 'twl-push-'));
  try {
    const sourcesDir = join(root, basename(config.sourcesDir));
    await writeSet(set, sourcesDir);
    const { sources, secrets } = await loadAll({ ...config, sourcesDir });
    return { set, sources: sources.map((source) => withRelativeProblems(source, config)), secrets };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

const loadAll = async (config: Config): Promise<{ sources: Source[]; secrets: string[] }> => {
  const { openSources } = await import('../../lazy/runtime');
  const secrets = new NotedSecrets();
  const nothing = { load: async () => undefined, save: async () => undefined };
  const log = new PinoLog(createLogger({ level: 'silent' }));
  const opened = await openSources({ config, log, env: {}, storage: { secrets, vault: nothing, memory: nothing } });
  try {
    return { sources: await opened.catalog.list(), secrets: [...secrets.names].sort() };
  } finally {
    await opened.close();
  }
};

const withRelativeProblems = (source: Source, { sourcesDir }: Config): Source => ({
  ...source,
  problems: source.problems.map((text) => withRelativePaths(text, sourcesDir)),
  warnings: source.warnings?.map((text) => withRelativePaths(text, sourcesDir)),
});
