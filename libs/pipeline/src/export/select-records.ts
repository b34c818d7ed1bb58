import type { CuratedRecord, RecordSelection } from '@twl/contracts';
import { compareInstants, instantOf, type Clock, type RecordReader, type SourceCatalog } from '@twl/ports';
import { recordAsOf } from '../query/record-as-of';
import { shownVersions } from '../retention/shown-versions';
import { recordFilter } from './record-filter';
import { VersionExpiredError } from './version-expired-error';

/** Ports for the selection of records; versions of an earlier time are subject to retention. */
export interface SelectPorts {
  reader: RecordReader;
  catalog: SourceCatalog;
  clock: Clock;
}

/**
 * Reads the records of a selection in order of ids, each as it is when its turn comes, or as it was at `asOf`.
 * @throws VersionExpiredError when a record existed at `asOf`, but its version of that time is no longer kept
 */
export async function* selectRecords(ports: SelectPorts, selection: RecordSelection): AsyncGenerator<CuratedRecord, void> {
  const { source, stream, deleted, asOf } = selection;
  const isWanted = recordFilter(selection);
  const all = ports.reader.export({ source, stream, deleted: asOf === undefined ? deleted : 'include' });
  for await (const record of all) {
    const shown = asOf === undefined ? record : await stateOf(ports, record, asOf);
    if (shown && isWanted(shown)) yield shown;
  }
}

/** Versions are read only of records that changed since. */
const stateOf = async (ports: SelectPorts, record: CuratedRecord, asOf: string): Promise<CuratedRecord | undefined> => {
  const then = instantOf(asOf);
  const isUntil = (time: string): boolean => compareInstants(instantOf(time), then) <= 0;
  if (isUntil(record.updatedAt)) return record;
  if (!isUntil(record.firstSeenAt)) return undefined;
  const shown = recordAsOf(record, await shownVersions(ports, record, await ports.reader.versions(record.id)), asOf);
  if (!shown) throw new VersionExpiredError(record.id, asOf);
  return shown;
};
