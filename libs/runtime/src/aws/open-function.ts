import { setTimeout as sleep } from 'node:timers/promises';
import { crashGuard, createLogger, NodeClock, PinoLog, readConfig, tellLog, type Environment } from '@twl/platform/without-nest';
import { requireValue, type Log } from '@twl/ports';
import { runtimeAround, type Runtime } from '../runtime';
import { openAwsStorage } from './open-aws-storage';

/** How long Lambda is given to answer that an invocation failed before the process ends, ms. */
const answerMs = 500;

/** The log of a Lambda function. An error that nobody caught is a line of it, and ends the process, which fails the invocation. */
export const functionLog = (env: Environment): Log => {
  const log = new PinoLog(createLogger({ level: readConfig(functionEnvironment(env)).logLevel }));
  crashGuard({ tell: tellLog(log), close: () => sleep(answerMs), closing: 'the invocation fails' });
  return log;
};

/**
 * The settings of a function: those of the AWS engine, with the folders that Lambda has. Its sources are those that were pushed into the
 * bucket, unless a folder is named; the folder of its code holds none.
 */
const functionEnvironment = (env: Environment): Environment => ({
  SOURCES_FROM: env['SOURCES_DIR'] ? 'folder' : 'bucket',
  SOURCES_DIR: env['LAMBDA_TASK_ROOT'] ?? '.',
  DATA_DIR: '/tmp/twl',
  ...env,
  ENGINE: 'aws',
  SIMULATOR: 'off',
});

/** The runtime of a Lambda function, which always has the AWS engine. */
export interface FunctionRuntime extends Runtime {
  aws: NonNullable<Runtime['aws']>;
  cursorKey: NonNullable<Runtime['cursorKey']>;
}

/**
 * Opens the AWS engine and the sources for a Lambda function. They stay open as long as Lambda keeps the process.
 * @param options.fetches whether the function calls sources, and so needs their secrets
 */
export const openFunction = async (env: Environment, log: Log, { fetches = false } = {}): Promise<FunctionRuntime> => {
  const options = { config: readConfig(functionEnvironment(env)), log, env, fetches };
  const runtime = await runtimeAround(await openAwsStorage(options, new NodeClock()), options);
  const { aws, cursorKey } = runtime;
  return { ...runtime, aws: requireValue(aws, 'AWS client'), cursorKey: requireValue(cursorKey, 'key of cursors') };
};
