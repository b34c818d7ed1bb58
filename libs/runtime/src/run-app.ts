import {
  ConfigError,
  closeOnSignal,
  guardAgainstCrashes,
  createLogger,
  PinoLog,
  readConfig,
  reportToLog,
  reportToStderr,
  type Config,
  type Environment,
} from '@twl/platform/without-nest';
import { TwlError, type Log } from '@twl/ports';
import type { DestinationStream, Logger } from 'pino';
import { errorText } from '@twl/json';

/** Context to start an app. */
export interface AppStart {
  config: Config;
  env: Environment;
  log: Log;
  logger: Logger;
}

/** An app that runs until a stop signal. */
export interface AppHandle {
  /** Starts the app and returns the function that closes it. */
  start(given: AppStart): Promise<() => Promise<void>>;
  /** Destination of the log; standard output by default. */
  destination?(config: Config): DestinationStream | Promise<DestinationStream>;
}

/** Codes of errors whose text names the setting to change. */
const settingCodes = [
  'CONFIG',
  'LISTEN',
  'SIGN_IN',
  'SECRETS_FILE',
  'CURSOR_KEY',
  'STORAGE_VERSION',
  'AWS_MISSING',
  'AWS_DENIED',
  'AWS_CREDENTIALS',
];

/**
 * Runs an app: reads the settings, starts the app and closes it on a stop signal. Invalid settings are printed to standard error and the
 * process exits with 2; if the app cannot start, with 1. After an uncaught error the process finishes current work and exits with 1.
 */
export const runApp = async (env: Environment, { start, destination }: AppHandle): Promise<void> => {
  guardAgainstCrashes({ report: reportToStderr });
  const config = configOrExit(env);
  const logger = createLogger({ level: config.logLevel, destination: await destination?.(config) });
  const log = new PinoLog(logger);
  guardAgainstCrashes({ report: reportToLog(log) });
  try {
    const close = closeOnce(await start({ config, env, log, logger }));
    guardAgainstCrashes({ report: reportToLog(log), close });
    closeOnSignal({ close, log });
  } catch (error) {
    const isSetting = error instanceof TwlError && settingCodes.includes(error.code);
    if (!isSetting) log.error('app.failed', error);
    process.stderr.write(`${errorText(error)}\n`);
    process.exit(isSetting ? 2 : 1);
  }
};

/** Makes sure that an app is closed only once, because an uncaught error can occur while a signal closes it. */
const closeOnce = (close: () => Promise<void>): (() => Promise<void>) => {
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
