import type { RunStore, StoredRun } from '@twl/ports';

/**
 * The newest later run of the stream that stored pages, or may have: it saw records that an older run's comparison does not know of. Runs that
 * found nothing changed confirm what the older one saw.
 */
export const supersededBy = async (runs: RunStore, { id, source, stream, seq }: StoredRun): Promise<StoredRun | undefined> => {
  for (let after: string | undefined; ;) {
    const { items, next } = await runs.list({ source, stream, limit: 200, ...(after === undefined ? {} : { after }) });
    const newer = items.find((run) => run.seq > seq && run.id !== id && (run.pages > 0 || run.phase !== 'closed'));
    if (newer) return newer;
    if (next === null || items.some((run) => run.seq <= seq)) return undefined;
    after = next;
  }
};
