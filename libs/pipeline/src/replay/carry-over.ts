import { pageIdOf } from '@twl/contracts';
import type { PageEntry, RecordStore } from '@twl/ports';
import { isOver, keptSince } from '../retention/kept';
import type { StoredPagePorts } from './stored-pages';

/**
 * Enters the applied pages of a stream that are no longer kept into a generation as applied, with the counts that they had: they cannot be
 * applied again, and must not be taken for pages that still wait.
 */
export const carryOver = async (
  ports: StoredPagePorts,
  { source, name }: { source: string; name: string },
  records: RecordStore,
): Promise<void> => {
  const since = (await keptSince(ports, source)).raw;
  if (since === undefined) return;
  for await (const page of pagesOf(ports, source, name)) {
    if (page.status !== 'applied' || !isOver(page.fetchedAt, since)) continue;
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
