import { ageMs } from '@twl/contracts';
import type { Clock, SourceCatalog } from '@twl/ports';

/** ISO times before which data of a source has expired, whether it is removed yet or not; undefined if it never expires. */
export interface RetentionCutoffs {
  raw: string | undefined;
  versions: string | undefined;
}

/** The cutoffs of a source now. A source that is no longer declared keeps everything. */
export const retentionCutoffs = async (
  { catalog, clock }: { catalog: SourceCatalog; clock: Clock },
  source: string,
): Promise<RetentionCutoffs> => {
  const retention = (await catalog.get(source))?.settings.retention;
  const since = (age: string | undefined) => (age === undefined ? undefined : new Date(clock.now() - ageMs(age)).toISOString());
  return { raw: since(retention?.raw), versions: since(retention?.versions) };
};

/** Whether data of a time has expired. */
export const isExpired = (at: string, since: string | undefined): boolean => since !== undefined && Date.parse(at) < Date.parse(since);
