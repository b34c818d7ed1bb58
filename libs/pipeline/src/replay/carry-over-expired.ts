import { pageIdOf } from '@twl/contracts';
import type { PageEntry, RecordStore } from '@twl/ports';
import { isExpired, retentionCutoffs } from '../retention/retention-cutoffs';
import type { StoredPagePorts } from './find-stored-pages';

/**
 * Enters the expired applied pages of a stream into a generation as applied, with their counts. They cannot be applied again, and must not count
 * as pending.
 */
export const carryOverExpired = async (
  ports: StoredPagePorts,
  { source, name }: { source: string; name: string },
  records: RecordStore,
): Promise<void> => {
  const since = (await retentionCutoffs(ports, source)).raw;
  if (since === undefined) return;
  for await (const page of pagesOf(ports, source, name)) {
    if (page.status !== 'applied' || !isExpired(page.fetchedAt, since)) continue;
    const { next, counts, fetchedAt } = page;
    const at = { page: pageIdOf(page), from: 0, to: next, at: fetchedAt };
    await records.commit({ ...at, done: true, writes: [], failures: [], counts });
  }
};

async function* pagesOf({ runs, ledger }: StoredPagePorts, source: string, stream: string): AsyncGenerator<PageEntry> {
  for (let after: string | undefined; ;) {
    const { items, next } = await runs.list({ source, stream, limit: 200, ...(after === undefined ? {} : { after }) });
    for (const run of items) yield* await ledger.ofRun(run.id);
    if (next === null) return;
    after = next;
  }
}
