import { AlertWatch, deletionStep, type AlertPorts, type RetentionPorts, type LaunchPorts } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';

/** DI token of the ports of ingestion. */
export const INGEST_PORTS = Symbol('IngestPorts');

/** Selects the ports of ingestion from a runtime. */
export const ingestPorts = ({ engine, catalog, clock, log, owner }: Runtime): LaunchPorts & RetentionPorts & AlertPorts => ({
  ...engine,
  catalog,
  clock,
  log,
  owner,
  endSteps: [deletionStep],
});

/** Opens the watch over alerts, with its channels. */
export const alertWatch = (runtime: Runtime): AlertWatch => {
  const { settings, url, openChannels } = runtime.alerting;
  return new AlertWatch(ingestPorts(runtime), { settings, url, channels: openChannels() });
};
