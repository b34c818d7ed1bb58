import { noCounts, type PageMeta } from '@twl/contracts';
import type { PageEntry, PageLedger, RawStore, RunStore } from '@twl/ports';

/** What finding the accepted pages of a stream needs. */
export interface StoredPagePorts {
  raw: RawStore;
  ledger: PageLedger;
  runs: RunStore;
}

const pageOf = (key: string, { source, stream, run, index, sha256, bytes, fetchedAt }: PageMeta): PageEntry => ({
  source,
  stream,
  run: run.id,
  seq: run.seq,
  index,
  key,
  sha256,
  bytes,
  fetchedAt,
  status: 'open',
  next: 0,
  counts: noCounts(),
});

/** Whether a raw object is part of what its run accepted. What a run that nobody knows left behind is taken as accepted. */
const isAccepted = async ({ ledger, runs }: StoredPagePorts, page: PageEntry): Promise<boolean> => {
  const booked = await ledger.get(page);
  if (booked) return booked.key === page.key && booked.status !== 'discarded';
  return (await runs.get(page.run)) === undefined;
};

/** Every accepted page of a stream that the raw zone holds, in the order in which the runs saw them. */
export const storedPages = async (ports: StoredPagePorts, source: string, stream: string): Promise<PageEntry[]> => {
  const pages: PageEntry[] = [];
  for await (const { key, meta } of ports.raw.list({ source, stream })) {
    const page = pageOf(key, meta);
    if (await isAccepted(ports, page)) pages.push(page);
  }
  return pages.sort((a, b) => a.seq - b.seq || a.index - b.index);
};
