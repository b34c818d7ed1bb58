import { setTimeout as sleep } from 'node:timers/promises';
import {
  guardAgainstCrashes,
  createLogger,
  NodeClock,
  PinoLog,
  readConfig,
  reportToLog,
  type Environment,
} from '@twl/platform/without-nest';
import { requireValue, type Log } from '@twl/ports';
import { runtimeAround, type Runtime } from '../runtime';
import { openAwsStorage } from './open-aws-storage';

/** Time for Lambda to report the failed invocation before the process ends, ms. */
const reportMs = 500;

/** Creates the log of a Lambda function. An uncaught error is logged and ends the process, which fails the invocation. */
export const functionLog = (env: Environment): Log => {
  const log = new PinoLog(createLogger({ level: readConfig(functionEnvironment(env)).logLevel }));
  guardAgainstCrashes({ report: reportToLog(log), close: () => sleep(reportMs), closing: 'the invocation fails' });
  return log;
};

/**
 * Returns the settings of a function: those of the AWS engine, with the folders of Lambda. Sources come from the bucket unless a folder is
 * configured, because the code folder has none.
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
 * Opens the AWS engine and the sources for a Lambda function. They stay open as long as the process lives.
 * @param options.stage names the function in its metrics
 * @param options.fetches true if the function calls sources and therefore needs their secrets
 */
export const openFunction = async (
  env: Environment,
  log: Log,
  { stage, fetches = false }: { stage: string; fetches?: boolean },
): Promise<FunctionRuntime> => {
  const options = { config: readConfig(functionEnvironment(env)), log, env, fetches, stage, metrics: 'embedded' } as const;
  const runtime = await runtimeAround(await openAwsStorage(options, new NodeClock()), options);
  const { aws, cursorKey } = runtime;
  return { ...runtime, aws: requireValue(aws, 'AWS client'), cursorKey: requireValue(cursorKey, 'key of cursors') };
};
