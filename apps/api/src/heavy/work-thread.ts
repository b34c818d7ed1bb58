import { parentPort, workerData } from 'node:worker_threads';
import type { CuratedRecord } from '@twl/contracts';
import { readConfig, type Environment } from '@twl/platform/without-nest';
import { Log, sentError, requireValue, type LogFields, type SentError } from '@twl/ports';
import { openRuntime } from '@twl/runtime';
import type { ReplayTask } from './heavy-work';
import { WorkHere } from './work-here';

/** What a thread is made with: the settings of the process. */
export interface ThreadSettings {
  env: Environment;
  simulatorUrl?: string;
}

/** What a thread is asked to do. `stop` is set to 1 when it is to end early. */
export type WorkTask = { kind: 'raw'; record: CuratedRecord } | { kind: 'replay'; task: ReplayTask; stop: Int32Array<SharedArrayBuffer> };

/** What it answers. */
export type WorkAnswer = { value: unknown } | { error: SentError };

/** What it says meanwhile. */
export type WorkMessage =
  | { kind: 'progress'; id: string; done: number; total: number | null }
  | { kind: 'log'; level: 'info' | 'warn'; event: string; fields?: LogFields }
  | { kind: 'log'; level: 'error'; event: string; error: SentError; fields?: LogFields };

const say = (message: WorkMessage): void => requireValue(parentPort, 'thread that started this one').postMessage(message);

/** The log of the process is written by its main thread. */
class SentLog extends Log {
  override info(event: string, fields?: LogFields): void {
    say({ kind: 'log', level: 'info', event, fields });
  }

  override warn(event: string, fields?: LogFields): void {
    say({ kind: 'log', level: 'warn', event, fields });
  }

  override error(event: string, error: unknown, fields?: LogFields): void {
    say({ kind: 'log', level: 'error', event, error: sentError(error), fields });
  }
}

/** This thread's own connections and sources, opened with its first task. */
let opened: Promise<WorkHere> | undefined;

const open = async (): Promise<WorkHere> => {
  const { env, simulatorUrl } = workerData as ThreadSettings;
  const config = readConfig(env);
  const runtime = await openRuntime({ config, env, log: new SentLog(), simulatorUrl });
  const { engine, catalog, clock, log } = runtime;
  return new WorkHere({ ...engine, catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm });
};

const work = async (asked: WorkTask): Promise<unknown> => {
  const here = await (opened ??= open());
  if (asked.kind === 'raw') return here.rawView(asked.record);
  const { task, stop } = asked;
  const progress = (done: number, total: number | null): void => {
    say({ kind: 'progress', id: task.id, done, total });
    if (Atomics.load(stop, 0) === 1) throw new Error('the server was stopped');
  };
  return here.replay(task, { signal: new AbortController().signal, progress });
};

/** Does one task in this thread. */
export const answer = async (asked: WorkTask): Promise<WorkAnswer> => {
  try {
    return { value: await work(asked) };
  } catch (error) {
    return { error: sentError(error) };
  }
};
