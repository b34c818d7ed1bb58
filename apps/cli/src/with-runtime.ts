import { createLogger, PinoLog, readConfig } from '@twl/platform/without-nest';
import type { Runtime, OpenedSources, SourcesOptions } from '@twl/runtime';
import { pino } from 'pino';
import { withSuggestion } from './output/with-suggestion';
import { UsageError } from './output/report-failure';
import { withRelativePaths } from './output/relative-paths';

/** Requirements of a command. */
export interface CommandNeeds {
  /** Call public addresses instead of the simulator. */
  live?: boolean;
  /** True if the command calls sources. */
  fetches: boolean;
}

/** Returns the environment of a command with or without `--live`. */
export const environment = (live: boolean | undefined): NodeJS.ProcessEnv => (live ? { ...process.env, SIMULATOR: 'off' } : process.env);

/** Runs a command with an open runtime and closes it. The log goes to standard error; by default only errors. */
export const withRuntime = async (needs: CommandNeeds, command: (runtime: Runtime) => Promise<void>): Promise<void> => {
  const { openRuntime } = await import('./lazy/runtime');
  const runtime = await openRuntime(settingsOf(needs));
  try {
    await command(runtime);
  } catch (error) {
    throw withLocalPaths(await withSuggestion(error, runtime), runtime.config);
  } finally {
    await runtime.close();
  }
};

/** Runs a command with open sources but no store, and closes them. */
export const withSources = async (needs: CommandNeeds, command: (sources: OpenedSources) => Promise<void>): Promise<void> => {
  const { openSources } = await import('./lazy/runtime');
  const sources = await openSources(settingsOf(needs));
  try {
    await command(sources);
  } catch (error) {
    throw withLocalPaths(await withSuggestion(error, sources), sources.config);
  } finally {
    await sources.close();
  }
};

/** Rewrites file names in a usage error to paths relative to the working directory of the user. */
const withLocalPaths = (error: unknown, { sourcesDir }: { sourcesDir: string }): unknown =>
  error instanceof UsageError ? new UsageError(withRelativePaths(error.message, sourcesDir)) : error;

const settingsOf = ({ live, fetches }: CommandNeeds): SourcesOptions => {
  const env = environment(live);
  const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'error' });
  const log = new PinoLog(createLogger({ level: config.logLevel, destination: pino.destination({ fd: 2, sync: true }) }));
  return { config, env, log, fetches };
};
