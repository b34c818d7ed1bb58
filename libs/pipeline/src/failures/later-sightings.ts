import { createFingerprint } from '@twl/fingerprint';
import type { FailureStore, PageEntry, RunStore, SourceStream } from '@twl/ports';
import type { ApplyPorts } from '../process/apply-page';
import { pageItems } from '../process/page-items';
import { readRaw } from '../pages/read-raw';
import { failureId, type Item } from '../records/sighting';

/** The item of a page that arrives at a place, as the manifest in force now sees it. */
export type SeenItem = Extract<Item, { kind: 'seen' }>;

/** What looking through stored pages needs. */
export type LookPorts = ApplyPorts & { runs: RunStore; failures: FailureStore };

/** Reads the items of a stored page with the manifest in force. @throws what reading the page throws */
export async function* itemsOf(ports: LookPorts, stream: SourceStream, page: PageEntry): AsyncGenerator<Item> {
  const { volatileFields } = stream.settings;
  const fingerprint = createFingerprint({ algorithm: ports.fingerprintAlgorithm, volatileFields });
  const { meta, body } = await readRaw(ports.raw, page);
  try {
    for await (const items of pageItems(stream, { page: { ...page, next: 0 }, meta, body }, fingerprint)) yield* items;
  } finally {
    await body.dispose();
  }
}

/** The pages of a stream from a place on that are applied, if only in part; oldest first. */
async function* pagesFrom({ runs, ledger }: LookPorts, from: PageEntry): AsyncGenerator<PageEntry> {
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

/** Whether an item was refused when its page was applied, and still is: then it was not seen, whatever the manifest says now. */
const isRefused = async ({ failures }: LookPorts, page: PageEntry, { itemIndex }: SeenItem): Promise<boolean> => {
  const failure = await failures.get(failureId(page, itemIndex));
  return failure !== undefined && failure.status !== 'resolved';
};

/**
 * Every sighting of some records on a page and on all pages after it, as far as they are applied, by record id: what a record put back at its old place has
 * to be seen against, for sightings of unchanged content are not kept in the store.
 */
export const laterSightings = async (
  look: LookPorts,
  stream: SourceStream,
  options: { from: PageEntry; ids: ReadonlySet<string> },
): Promise<Map<string, SeenItem[]>> => {
  const found = new Map<string, SeenItem[]>();
  for await (const page of pagesFrom(look, options.from)) {
    for await (const item of itemsOf(look, stream, page)) {
      if (item.itemIndex >= page.next) break;
      if (item.kind !== 'seen' || !options.ids.has(item.identity.id) || (await isRefused(look, page, item))) continue;
      const list = found.get(item.identity.id) ?? [];
      list.push(item);
      found.set(item.identity.id, list);
    }
  }
  return found;
};
