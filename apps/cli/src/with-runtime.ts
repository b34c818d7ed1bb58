import { createLogger, PinoLog, readConfig } from '@twl/platform/without-nest';
import type { Runtime, OpenedSources, SourcesOptions } from '@twl/runtime';
import { pino } from 'pino';
import { UsageError } from './output/report-failure';
import { fromHere } from './output/from-here';

/** How a command wants its surroundings. */
export interface Surroundings {
  /** Call public addresses instead of the simulator. */
  live?: boolean;
  /** Whether sources are called. */
  fetches: boolean;
}

/** The environment of a command that was told `--live` or not. */
export const environment = (live: boolean | undefined): NodeJS.ProcessEnv => (live ? { ...process.env, SIMULATOR: 'off' } : process.env);

/** Runs a command with everything open, and closes it. Its log goes to standard error, only errors unless LOG_LEVEL says else. */
export const withRuntime = async (surroundings: Surroundings, command: (runtime: Runtime) => Promise<void>): Promise<void> => {
  const { openRuntime } = await import('./opened');
  const runtime = await openRuntime(settingsOf(surroundings));
  try {
    await command(runtime);
  } catch (error) {
    throw placed(error, runtime.config);
  } finally {
    await runtime.close();
  }
};

/** The same for a command that needs the sources and no store. */
export const withSources = async (surroundings: Surroundings, command: (sources: OpenedSources) => Promise<void>): Promise<void> => {
  const { openSources } = await import('./opened');
  const sources = await openSources(settingsOf(surroundings));
  try {
    await command(sources);
  } catch (error) {
    throw placed(error, sources.config);
  } finally {
    await sources.close();
  }
};

/** Problems that name files do it from where the person stands. */
const placed = (error: unknown, { sourcesDir }: { sourcesDir: string }): unknown =>
  error instanceof UsageError ? new UsageError(fromHere(error.message, sourcesDir)) : error;

const settingsOf = ({ live, fetches }: Surroundings): SourcesOptions => {
  const env = environment(live);
  const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'error' });
  const log = new PinoLog(createLogger({ level: config.logLevel, destination: pino.destination({ fd: 2, sync: true }) }));
  return { config, env, log, fetches };
};
