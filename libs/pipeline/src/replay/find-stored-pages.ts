import { noCounts, pageIdOf } from '@twl/contracts';
import type { Clock, PageEntry, PageLedger, RawEntry, RawStore, RunStore, SourceCatalog } from '@twl/ports';
import { isPageList, PageLists } from '../pages/page-list';
import { isExpired, retentionCutoffs } from '../retention/retention-cutoffs';

/** Ports for finding the accepted pages of a stream. */
export interface StoredPagePorts {
  raw: RawStore;
  ledger: PageLedger;
  runs: RunStore;
  catalog: SourceCatalog;
  clock: Clock;
}

const newEntry = ({ key, meta }: RawEntry): PageEntry => {
  const { sha256, bytes, fetchedAt } = meta;
  return { ...pageIdOf(meta), key, sha256, bytes, fetchedAt, status: 'open', next: 0, counts: noCounts() };
};

/** Whether a page belongs to its run. Pages of an unknown run belong to it, unless the run has a page list without them. */
const isAccepted = async ({ ledger, runs }: StoredPagePorts, page: PageEntry, lists: PageLists): Promise<boolean> => {
  const entry = await ledger.get(page);
  if (entry) return entry.key === page.key && entry.status !== 'discarded';
  return lists.allows(page) && (await runs.get(page.runId)) === undefined;
};

/** Finds every accepted, unexpired page of a stream in the raw store, in the order of runs and pages. */
export const findStoredPages = async (ports: StoredPagePorts, source: string, stream: string): Promise<PageEntry[]> => {
  const since = (await retentionCutoffs(ports, source)).raw;
  const { found, lists } = await walkRawObjects(ports.raw, source, stream);
  const pages = new Map<string, PageEntry>();
  for (const page of found) {
    const position = `${page.runId}/${page.pageIndex}`;
    if (!isExpired(page.fetchedAt, since) && !pages.has(position) && (await isAccepted(ports, page, lists))) pages.set(position, page);
  }
  return [...pages.values()].sort((a, b) => a.runSeq - b.runSeq || a.pageIndex - b.pageIndex);
};

const walkRawObjects = async (raw: RawStore, source: string, stream: string): Promise<{ found: PageEntry[]; lists: PageLists }> => {
  const found: PageEntry[] = [];
  const lists = new PageLists();
  for await (const entry of raw.list({ source, stream })) {
    if (!isPageList(entry)) found.push(newEntry(entry));
    else await raw.get(entry.key).then((object) => object && lists.add(entry.meta.runId, object.body));
  }
  return { found, lists };
};
