import type { Runtime } from '@twl/runtime';

/** Everything that redrives, discards and replays work with. */
export const actionPorts = ({ engine, catalog, clock, log, config }: Runtime) => ({
  ...engine,
  ...{ catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm },
});
