import { parentPort, workerData } from 'node:worker_threads';
import type { CuratedRecord } from '@twl/contracts';
import { deletionStep } from '@twl/pipeline';
import { readConfig, type Environment } from '@twl/platform/without-nest';
import { Log, sentError, requireValue, type LogFields, type SentError } from '@twl/ports';
import { openRuntime } from '@twl/runtime';
import type { ExportWork, ReplayTask } from './heavy-work';
import { WorkHere } from './work-here';

/** Settings of the process, passed to each thread. */
export interface ThreadSettings {
  env: Environment;
  simulatorUrl?: string;
}

/** Task of a thread. Setting `stop` to 1 ends it early. */
export type WorkTask = { kind: 'raw'; record: CuratedRecord } | (LongTask & { stop: Int32Array<SharedArrayBuffer> });

/** Task that tells its progress. */
export type LongTask = { kind: 'replay'; task: ReplayTask } | { kind: 'export'; task: ExportWork };

/** Result of a task. */
export type WorkResult = { value: unknown } | { error: SentError };

/** Message from a thread during a task. */
export type WorkMessage =
  | { kind: 'progress'; id: string; done: number; total: number | null }
  | { kind: 'log'; level: 'info' | 'warn'; event: string; fields?: LogFields }
  | { kind: 'log'; level: 'error'; event: string; error: SentError; fields?: LogFields };

/** Records of an export between two messages of its progress. */
const recordsPerMessage = 1000;

const sendMessage = (message: WorkMessage): void => requireValue(parentPort, 'thread that started this one').postMessage(message);

/** Sends log entries to the main thread, which writes the log of the process. */
class SentLog extends Log {
  override info(event: string, fields?: LogFields): void {
    sendMessage({ kind: 'log', level: 'info', event, fields });
  }

  override warn(event: string, fields?: LogFields): void {
    sendMessage({ kind: 'log', level: 'warn', event, fields });
  }

  override error(event: string, error: unknown, fields?: LogFields): void {
    sendMessage({ kind: 'log', level: 'error', event, error: sentError(error), fields });
  }
}

/** Connections and sources of this thread, opened with its first task. */
let opened: Promise<WorkHere> | undefined;

const open = async (): Promise<WorkHere> => {
  const { env, simulatorUrl } = workerData as ThreadSettings;
  const config = readConfig(env);
  const runtime = await openRuntime({ config, env, log: new SentLog(), simulatorUrl });
  const { engine, catalog, clock, log } = runtime;
  const { fingerprintAlgorithm } = config;
  return new WorkHere({ ...engine, catalog, clock, log, fingerprintAlgorithm, endSteps: [deletionStep] });
};

const runTask = async (workTask: WorkTask): Promise<unknown> => {
  const here = await (opened ??= open());
  if (workTask.kind === 'raw') return here.rawView(workTask.record);
  const { kind, task, stop } = workTask;
  const progress = (done: number, total: number | null): void => {
    if (kind === 'replay' || done % recordsPerMessage === 0) sendMessage({ kind: 'progress', id: task.id, done, total });
    if (Atomics.load(stop, 0) === 1) throw new Error('the server was stopped');
  };
  const working = { signal: new AbortController().signal, progress };
  return kind === 'replay' ? here.replay(task, working) : here.exportRecords(task, working);
};

/** Runs one task in this thread. */
export const runWorkTask = async (workTask: WorkTask): Promise<WorkResult> => {
  try {
    return { value: await runTask(workTask) };
  } catch (error) {
    return { error: sentError(error) };
  }
};
