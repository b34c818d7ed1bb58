import { createLogger, NodeClock, PinoLog, readConfig, type Environment } from '@twl/platform/without-nest';
import type { Log } from '@twl/ports';
import { runtimeAround, type Runtime } from '../runtime';
import { openAwsStorage } from './open-aws-storage';

/** The log of a Lambda function. */
export const functionLog = (env: Environment): Log => new PinoLog(createLogger({ level: readConfig(functionEnvironment(env)).logLevel }));

/** The settings of a function: those of the AWS engine, with the folders that Lambda has. */
export const functionEnvironment = (env: Environment): Environment => ({
  SOURCES_DIR: `${env['LAMBDA_TASK_ROOT'] ?? '.'}/sources`,
  DATA_DIR: '/tmp/twl',
  ...env,
  ENGINE: 'aws',
  SIMULATOR: 'off',
});

/**
 * Opens the AWS engine and the sources for a Lambda function. They stay open as long as Lambda keeps the process.
 * @param options.fetches whether the function calls sources, and so needs their secrets
 */
export const openFunction = async (env: Environment, log: Log, { fetches = false } = {}): Promise<Runtime> => {
  const options = { config: readConfig(functionEnvironment(env)), log, env, fetches };
  return runtimeAround(await openAwsStorage(options, new NodeClock()), options);
};
