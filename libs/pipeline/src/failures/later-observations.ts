import { createFingerprint } from '@twl/fingerprint';
import type { FailureStore, PageEntry, RunStore, SourceStream } from '@twl/ports';
import type { ApplyPorts } from '../process/apply-page';
import { readPageItems } from '../process/read-page-items';
import { readRaw } from '../pages/read-raw';
import { failureId, type Item } from '../records/item';

/** An item that is a record, as the current manifest extracts it. */
export type ObservedItem = Extract<Item, { kind: 'observed' }>;

/** Ports for reading the items of stored pages. */
export type StoredItemPorts = ApplyPorts & { runs: RunStore; failures: FailureStore };

/** Reads the items of a stored page with the current manifest. @throws the errors of reading the page */
export async function* readStoredItems(ports: StoredItemPorts, stream: SourceStream, page: PageEntry): AsyncGenerator<Item> {
  const { volatileFields } = stream.settings;
  const fingerprint = createFingerprint({ algorithm: ports.fingerprintAlgorithm, volatileFields });
  const { meta, body } = await readRaw(ports.raw, page);
  try {
    for await (const items of readPageItems(stream, { page: { ...page, next: 0 }, meta, body }, fingerprint)) yield* items;
  } finally {
    await body.dispose();
  }
}

/** The pages of a stream from a given page on that are applied, at least in part; oldest first. */
async function* pagesFrom({ runs, ledger }: StoredItemPorts, from: PageEntry): AsyncGenerator<PageEntry> {
  const later = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await runs.list({ source: from.source, stream: from.stream, limit: 200, ...(after ? { after } : {}) });
    later.push(...items.filter(({ seq }) => seq >= from.runSeq));
    if (next === null || items.some(({ seq }) => seq < from.runSeq)) break;
    after = next;
  }
  for (const run of later.sort((a, b) => a.seq - b.seq)) {
    for (const page of await ledger.ofRun(run.id)) {
      if (page.next > 0 && (page.runSeq > from.runSeq || page.pageIndex >= from.pageIndex)) yield page;
    }
  }
}

/** Whether an item was refused when its page was applied, and still is. Such an item is no observation, whatever the current manifest says. */
const isRefused = async ({ failures }: StoredItemPorts, page: PageEntry, { itemIndex }: ObservedItem): Promise<boolean> => {
  const failure = await failures.get(failureId(page, itemIndex));
  return failure !== undefined && failure.status !== 'resolved';
};

/**
 * Finds every observation of some records on a page and on all later pages, as far as they are applied, by record id. They are needed to insert a
 * refused record at its original position, because the store does not keep observations of unchanged content.
 */
export const findLaterObservations = async (
  ports: StoredItemPorts,
  stream: SourceStream,
  options: { from: PageEntry; ids: ReadonlySet<string> },
): Promise<Map<string, ObservedItem[]>> => {
  const found = new Map<string, ObservedItem[]>();
  for await (const page of pagesFrom(ports, options.from)) {
    for await (const item of readStoredItems(ports, stream, page)) {
      if (item.itemIndex >= page.next) break;
      if (item.kind !== 'observed' || !options.ids.has(item.identity.id) || (await isRefused(ports, page, item))) continue;
      const list = found.get(item.identity.id) ?? [];
      list.push(item);
      found.set(item.identity.id, list);
    }
  }
  return found;
};
