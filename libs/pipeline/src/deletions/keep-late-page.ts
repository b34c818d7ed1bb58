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
import { rawKey } from '../pages/raw-key';
import { latePage, partPages, type GoneRecord, type LateContent, type RestoredRecord } from '../pages/late-page';

/** What keeping a late page needs. */
export interface LatePagePorts {
  raw: RawStore;
  ledger: PageLedger;
  pageQueue: WorkQueue;
  records: RecordStore;
  clock: Clock;
  log: Log;
}

/** Ids that are looked up together. */
const batch = 500;

/**
 * Stores a page that was made of a run, enters it, and sends its message: as a page that was fetched. Whoever does it a second time finds it
 * done; of two that differ the first one stored counts.
 */
export const keepLatePage = async (
  ports: LatePagePorts,
  run: StoredRun,
  { content, ...at }: { content: LateContent; pageIndex: number; fetchedAt: string; manifest: string },
): Promise<void> => {
  const { meta, body } = latePage(run, content, at);
  const key = rawKey(meta);
  const { sha256, bytes } = await put(ports.raw, { key, meta, body });
  const entry = { ...pageIdOf(meta), key, sha256, bytes, fetchedAt: at.fetchedAt };
  if (!(await ports.ledger.enterLate(entry))) return;
  await ports.pageQueue.send([newDeliveryOf(entry, ports.clock)]);
  const { kind, records } = content;
  const { source, stream, runId, pageIndex } = entry;
  ports.log.info('page.made', { source, stream, runId, pageIndex, key, kind, records: records.length });
};

/** Sends the pages made of a run that are open once more: whoever entered one may have died before it was sent. */
export const sendLateAgain = async (ports: LatePagePorts & { runs: RunStore }, id: string): Promise<void> => {
  const run = await ports.runs.get(id);
  if (run?.phase !== 'applying') return;
  const open = partPages(run, await ports.ledger.ofRun(id)).late.filter(({ status }) => status === 'open');
  if (open.length > 0) await ports.pageQueue.send(open.map((page) => newDeliveryOf(page, ports.clock)));
};

const put = async (
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

/** The records of some keys as a page names them that says they are gone. */
export const goneRecords = async (
  { records }: LatePagePorts,
  stream: Pick<StoredRun, 'source' | 'stream'>,
  keys: readonly string[],
): Promise<GoneRecord[]> => {
  const gone: GoneRecord[] = [];
  for (let from = 0; from < keys.length; from += batch) {
    const some = keys.slice(from, from + batch);
    const heads = await records.heads(some.map((key) => recordId(stream, key)));
    for (const key of some) {
      const cursor = heads.get(recordId(stream, key))?.newest.cursor ?? null;
      gone.push({ key, ...(cursor === null ? {} : { cursor }) });
    }
  }
  return gone;
};

/** Those of the records that a page deleted which still are, with what they last were. */
export const restoredRecords = async (
  { records }: LatePagePorts,
  page: PageEntry,
  gone: readonly GoneRecord[],
): Promise<RestoredRecord[]> => {
  const restored: RestoredRecord[] = [];
  for (let from = 0; from < gone.length; from += batch) {
    const some = gone.slice(from, from + batch);
    const currents = await records.currents(some.map(({ key }) => recordId(page, key)));
    for (const { content, record } of currents.values()) if (isBy(content, page)) restored.push(restoredOf(record.key, content));
  }
  return restored;
};

const isBy = ({ deleted, order }: Version, { runSeq, pageIndex }: PageEntry): boolean =>
  deleted === true && order.runSeq === runSeq && order.pageIndex === pageIndex;

const restoredOf = (key: string, { order, title, occurredAt, data }: Version): RestoredRecord => ({
  key,
  ...(order.cursor === null ? {} : { cursor: order.cursor }),
  ...{ title, occurredAt, data },
});
