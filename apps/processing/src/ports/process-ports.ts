// What processing is given, apart from what works with it: a function on AWS has no worker, and loads none.
import { deletionStep, type ProcessPorts } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';

/** Token of what processing works with. */
export const PROCESS_PORTS = Symbol('ProcessPorts');

/** Token of the queue as SQS knows it. */
export const SQS_QUEUE = Symbol('SqsQueue');

/** What processing works with, out of everything that an app has. */
export const processPorts = ({ engine, catalog, clock, log, config }: Runtime): ProcessPorts => ({
  ...engine,
  ...{ catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm, endSteps: [deletionStep] },
});
