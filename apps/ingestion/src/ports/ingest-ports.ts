import { deletionStep, type RetentionPorts, type LaunchPorts } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';

/** DI token of the ports of ingestion. */
export const INGEST_PORTS = Symbol('IngestPorts');

/** Selects the ports of ingestion from a runtime. */
export const ingestPorts = ({ engine, catalog, clock, log, owner }: Runtime): LaunchPorts & RetentionPorts => ({
  ...engine,
  catalog,
  clock,
  log,
  owner,
  endSteps: [deletionStep],
});
