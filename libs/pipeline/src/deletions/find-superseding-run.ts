import type { RunStore, StoredRun } from '@twl/ports';

/**
 * Finds the newest later run of the stream that stored pages, or may have stored some: it saw records that the comparison of the older run does
 * not know. A run that found everything unchanged confirms what the older run saw.
 */
export const findSupersedingRun = async (runs: RunStore, { id, source, stream, seq }: StoredRun): Promise<StoredRun | undefined> => {
  for (let after: string | undefined; ;) {
    const { items, next } = await runs.list({ source, stream, limit: 200, ...(after === undefined ? {} : { after }) });
    const newer = items.find((run) => run.seq > seq && run.id !== id && (run.pages > 0 || run.phase !== 'closed'));
    if (newer) return newer;
    if (next === null || items.some((run) => run.seq <= seq)) return undefined;
    after = next;
  }
};
