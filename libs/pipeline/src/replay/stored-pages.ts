import { noCounts, pageIdOf } from '@twl/contracts';
import type { Clock, PageEntry, PageLedger, RawEntry, RawStore, RunStore, SourceCatalog } from '@twl/ports';
import { isPageList, PageLists } from '../pages/page-list';
import { isOver, keptSince } from '../retention/kept';

/** What finding the accepted pages of a stream needs. */
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

/** Whether a raw object is part of what its run accepted. What a run that nobody knows left behind is accepted, but for what its list lacks. */
const isAccepted = async ({ ledger, runs }: StoredPagePorts, page: PageEntry, lists: PageLists): Promise<boolean> => {
  const booked = await ledger.get(page);
  if (booked) return booked.key === page.key && booked.status !== 'discarded';
  return lists.allows(page) && (await runs.get(page.runId)) === undefined;
};

/** Every accepted page of a stream that the raw zone holds and that is not over, in the order in which the runs saw them. */
export const storedPages = async (ports: StoredPagePorts, source: string, stream: string): Promise<PageEntry[]> => {
  const since = (await keptSince(ports, source)).raw;
  const { found, lists } = await walk(ports.raw, source, stream);
  const pages = new Map<string, PageEntry>();
  for (const page of found) {
    const place = `${page.runId}/${page.pageIndex}`;
    if (!isOver(page.fetchedAt, since) && !pages.has(place) && (await isAccepted(ports, page, lists))) pages.set(place, page);
  }
  return [...pages.values()].sort((a, b) => a.runSeq - b.runSeq || a.pageIndex - b.pageIndex);
};

const walk = async (raw: RawStore, source: string, stream: string): Promise<{ found: PageEntry[]; lists: PageLists }> => {
  const found: PageEntry[] = [];
  const lists = new PageLists();
  for await (const entry of raw.list({ source, stream })) {
    if (!isPageList(entry)) found.push(newEntry(entry));
    else await raw.get(entry.key).then((object) => object && lists.add(entry.meta.runId, object.body));
  }
  return { found, lists };
};
