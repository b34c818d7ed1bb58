import { deletionStep, type RetentionPorts, type LaunchPorts } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';

/** Token of what ingestion works with. */
export const INGEST_PORTS = Symbol('IngestPorts');

/** What ingestion works with, out of everything that an app has. */
export const ingestPorts = ({ engine, catalog, clock, log, owner }: Runtime): LaunchPorts & RetentionPorts => ({
  ...engine,
  catalog,
  clock,
  log,
  owner,
  endSteps: [deletionStep],
});
