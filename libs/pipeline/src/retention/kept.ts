import { ageMs } from '@twl/contracts';
import type { Clock, SourceCatalog } from '@twl/ports';

/** From when on things of a source are kept, ISO; undefined for ever. What is older is over, whether it is removed yet or not. */
export interface KeptSince {
  raw: string | undefined;
  versions: string | undefined;
}

/** What is kept of a source now. A source that is no longer declared keeps everything. */
export const keptSince = async ({ catalog, clock }: { catalog: SourceCatalog; clock: Clock }, source: string): Promise<KeptSince> => {
  const retention = (await catalog.get(source))?.settings.retention;
  const since = (age: string | undefined) => (age === undefined ? undefined : new Date(clock.now() - ageMs(age)).toISOString());
  return { raw: since(retention?.raw), versions: since(retention?.versions) };
};

/** Whether something of a time is over. */
export const isOver = (at: string, since: string | undefined): boolean => since !== undefined && Date.parse(at) < Date.parse(since);
