import {
  ConfigError,
  closeOnSignal,
  crashGuard,
  createLogger,
  PinoLog,
  readConfig,
  tellLog,
  tellStderr,
  type Config,
  type Environment,
} from '@twl/platform/without-nest';
import { TwlError, type Log } from '@twl/ports';
import type { DestinationStream, Logger } from 'pino';
import { errorText } from '@twl/json';

/** What a main is given to start an app. */
export interface AppStart {
  config: Config;
  env: Environment;
  log: Log;
  logger: Logger;
}

/** An app that serves until it is told to stop. */
export interface AppHandle {
  /** Starts it and gives what closes it. */
  start(given: AppStart): Promise<() => Promise<void>>;
  /** Where its log goes; standard output when not told. */
  destination?(config: Config): DestinationStream | Promise<DestinationStream>;
}

/** Errors whose text names the setting to change. */
const settingCodes = ['LISTEN', 'SECRETS_FILE', 'CURSOR_KEY', 'STORAGE_VERSION', 'AWS_MISSING', 'AWS_DENIED', 'AWS_CREDENTIALS'];

/**
 * The life of a process that serves: reads the settings, starts the app, closes it on Ctrl-C. Settings that cannot be used are named on
 * standard error, and the process ends with 2; when the app cannot start it ends with 1. After an error that nobody caught it finishes what is
 * under way, and ends with 1.
 */
export const runApp = async (env: Environment, { start, destination }: AppHandle): Promise<void> => {
  crashGuard({ tell: tellStderr });
  const config = configOrExit(env);
  const logger = createLogger({ level: config.logLevel, destination: await destination?.(config) });
  const log = new PinoLog(logger);
  crashGuard({ tell: tellLog(log) });
  try {
    const close = once(await start({ config, env, log, logger }));
    crashGuard({ tell: tellLog(log), close });
    closeOnSignal({ close, log });
  } catch (error) {
    const isSetting = error instanceof TwlError && settingCodes.includes(error.code);
    if (!isSetting) log.error('app.failed', error);
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(isSetting ? 2 : 1);
  }
};

/** An error that nobody caught may come while a signal closes the app already. */
const once = (close: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
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
