import { SourceReader } from '@twl/api/sources';
import type { SourceStatus } from '@twl/contracts';
import type { Runtime } from '@twl/runtime';

/** Reads the status of every source, as the API shows it. */
export const readStatuses = async ({ engine, catalog, clock }: Runtime): Promise<SourceStatus[]> => {
  const reader = new SourceReader({ ...engine, catalog, clock });
  return Promise.all((await reader.names()).map((name) => reader.get(name)));
};
