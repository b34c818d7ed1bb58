import { ConfigError, closeOnSignal, crashGuard, createLogger, PinoLog, readConfig, type Config, type Environment } from '@twl/platform';
import type { Log } from '@twl/ports';
import type { Logger } from 'pino';

/** What a main is given to start an app. */
export interface AppStart {
  config: Config;
  env: Environment;
  log: Log;
  logger: Logger;
}

/**
 * The life of a process that serves: reads the settings, starts the app, closes it on Ctrl-C. Settings that cannot be used are named on
 * standard error, and the process ends with 2; when the app cannot start it ends with 1.
 * @param start starts the app and gives what closes it
 */
export const runApp = async (env: Environment, start: (given: AppStart) => Promise<() => Promise<void>>): Promise<void> => {
  const config = configOrExit(env);
  const logger = createLogger({ level: config.logLevel });
  const log = new PinoLog(logger);
  crashGuard(log);
  try {
    closeOnSignal({ close: await start({ config, env, log, logger }), log });
  } catch (error) {
    log.error('app.failed', error);
    process.exit(1);
  }
};

const configOrExit = (env: Environment): Config => {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) console.error(problem);
    process.exit(2);
  }
};
