// The ports are in a file without workers, so that Lambda functions do not load any worker.
import { deletionStep, type ProcessPorts } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';

/** DI token of the ports of processing. */
export const PROCESS_PORTS = Symbol('ProcessPorts');

/** DI token of the page queue on SQS. */
export const SQS_QUEUE = Symbol('SqsQueue');

/** Selects the ports of processing from a runtime. */
export const processPorts = ({ engine, catalog, clock, log, config }: Runtime): ProcessPorts => ({
  ...engine,
  ...{ catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm, endSteps: [deletionStep] },
});
