import { deletionStep } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';

/** Returns the ports of redrives, discards, replays and other audited actions. */
export const actionPorts = ({ engine, catalog, clock, log, config }: Runtime) => ({
  ...engine,
  ...{ catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm, endSteps: [deletionStep] },
});
