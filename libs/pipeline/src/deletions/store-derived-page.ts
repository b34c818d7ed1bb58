import { pageIdOf, recordId } from '@twl/contracts';
import {
  type Clock,
  type Log,
  type PageEntry,
  type PageLedger,
  type Payload,
  type RawStore,
  type RecordStore,
  type RunStore,
  type StoredRun,
  type Version,
  type WorkQueue,
  RawConflictError,
} from '@twl/ports';
import { newDeliveryOf } from '../pages/page-message';
import { rawKeyOf } from '../pages/raw-key';
import { makeDerivedPage, splitPages, type DeletedRecord, type DerivedContent, type RestoredRecord } from '../pages/derived-page';

/** Ports for storing a derived page. */
export interface DerivedPagePorts {
  raw: RawStore;
  ledger: PageLedger;
  pageQueue: WorkQueue;
  records: RecordStore;
  clock: Clock;
  log: Log;
}

/** Ids that are looked up in one call. */
const batchSize = 500;

/**
 * Stores a derived page of a run, enters it into the ledger, and sends its message, as for a fetched page. Calling it again has no effect. If two
 * workers make different pages, the first one stored counts.
 */
export const storeDerivedPage = async (
  ports: DerivedPagePorts,
  run: StoredRun,
  { content, ...at }: { content: DerivedContent; pageIndex: number; fetchedAt: string; manifest: string },
): Promise<void> => {
  const { meta, body } = makeDerivedPage(run, content, at);
  const key = rawKeyOf(meta);
  const { sha256, bytes } = await putOnce(ports.raw, { key, meta, body });
  const entry = { ...pageIdOf(meta), key, sha256, bytes, fetchedAt: at.fetchedAt };
  if (!(await ports.ledger.enterDerived(entry))) return;
  await ports.pageQueue.send([newDeliveryOf(entry, ports.clock)]);
  const { kind, records } = content;
  const { source, stream, runId, pageIndex } = entry;
  ports.log.info('page.made', { source, stream, runId, pageIndex, key, kind, records: records.length });
};

/** Sends the open derived pages of a run again: a worker may have stopped between entering a page and sending its message. */
export const resendDerivedPages = async (ports: DerivedPagePorts & { runs: RunStore }, id: string): Promise<void> => {
  const run = await ports.runs.get(id);
  if (run?.phase !== 'applying') return;
  const open = splitPages(run, await ports.ledger.ofRun(id)).derived.filter(({ status }) => status === 'open');
  if (open.length > 0) await ports.pageQueue.send(open.map((page) => newDeliveryOf(page, ports.clock)));
};

const putOnce = async (
  raw: RawStore,
  { key, meta, body }: { key: string; meta: Parameters<RawStore['put']>[1]; body: Payload },
): Promise<{ sha256: string; bytes: number }> => {
  try {
    await raw.put(key, meta, body);
    return meta;
  } catch (error) {
    const stored = error instanceof RawConflictError ? await raw.get(key) : undefined;
    await stored?.body.dispose();
    if (!stored) throw error;
    return stored.meta;
  }
};

/** The content of a page of deletions for some keys: each key with the newest cursor of its record. */
export const loadDeletedRecords = async (
  { records }: DerivedPagePorts,
  stream: Pick<StoredRun, 'source' | 'stream'>,
  keys: readonly string[],
): Promise<DeletedRecord[]> => {
  const deleted: DeletedRecord[] = [];
  for (let from = 0; from < keys.length; from += batchSize) {
    const some = keys.slice(from, from + batchSize);
    const heads = await records.heads(some.map((key) => recordId(stream, key)));
    for (const key of some) {
      const cursor = heads.get(recordId(stream, key))?.newest.cursor ?? null;
      deleted.push({ key, ...(cursor === null ? {} : { cursor }) });
    }
  }
  return deleted;
};

/** The records that a page deleted and that are still deleted, with their last content. */
export const loadRestoredRecords = async (
  { records }: DerivedPagePorts,
  page: PageEntry,
  deleted: readonly DeletedRecord[],
): Promise<RestoredRecord[]> => {
  const restored: RestoredRecord[] = [];
  for (let from = 0; from < deleted.length; from += batchSize) {
    const some = deleted.slice(from, from + batchSize);
    const currents = await records.currents(some.map(({ key }) => recordId(page, key)));
    for (const { content, record } of currents.values()) if (isDeletedBy(content, page)) restored.push(restoredOf(record.key, content));
  }
  return restored;
};

const isDeletedBy = ({ deleted, order }: Version, { runSeq, pageIndex }: PageEntry): boolean =>
  deleted === true && order.runSeq === runSeq && order.pageIndex === pageIndex;

const restoredOf = (key: string, { order, title, occurredAt, data }: Version): RestoredRecord => ({
  key,
  ...(order.cursor === null ? {} : { cursor: order.cursor }),
  ...{ title, occurredAt, data },
});
