import { createLogger, PinoLog, readConfig } from '@twl/platform';
import { openRuntime, type Runtime } from '@twl/runtime';
import { pino } from 'pino';

/** How a command wants its surroundings. */
export interface Surroundings {
  /** Call public addresses instead of the simulator. */
  live?: boolean;
  /** Whether sources are called. */
  fetches: boolean;
}

/** The environment of a command that was told `--live` or not. */
export const environment = (live: boolean | undefined): NodeJS.ProcessEnv => (live ? { ...process.env, SIMULATOR: 'off' } : process.env);

/** Runs a command with everything open, and closes it. Its log goes to standard error, warnings and worse unless LOG_LEVEL says else. */
export const withRuntime = async (surroundings: Surroundings, command: (runtime: Runtime) => Promise<void>): Promise<void> => {
  const env = environment(surroundings.live);
  const config = readConfig({ ...env, LOG_LEVEL: env['LOG_LEVEL'] || 'error' });
  const log = new PinoLog(createLogger({ level: config.logLevel, destination: pino.destination({ fd: 2, sync: true }) }));
  const runtime = await openRuntime({ config, env, log, fetches: surroundings.fetches });
  try {
    await command(runtime);
  } finally {
    await runtime.close();
  }
};
