import { createFingerprint, type FingerprintAlgorithm } from '@twl/fingerprint';
import {
  NotFoundError,
  UnavailableError,
  UnreadablePageError,
  type Commit,
  type Gap,
  type Log,
  type PageEntry,
  type PageLedger,
  type PageRef,
  type RawStore,
  type RecordStore,
  type SourceCatalog,
  type SourceStream,
} from '@twl/ports';
import { batches } from './batches';
import { decide, type Decision } from './decide';
import { Knowledge } from './knowledge';
import { readRaw } from './reading';
import { failureOf, itemOf, type Item } from './sighting';

/** What applying pages needs. */
export interface ApplyPorts {
  raw: RawStore;
  ledger: PageLedger;
  records: RecordStore;
  catalog: SourceCatalog;
  log: Log;
  fingerprintAlgorithm: FingerprintAlgorithm;
}

/** Items looked up together; a commit may hold fewer. */
const batchSize = 1000;

/** Times a chunk is decided anew because other workers wrote the same records, before the page is left for later. */
const conflictLimit = 20;

/** The page moved on by another worker's hand while it was applied here. */
class Moved extends Error {}

/**
 * Gives every record of a stored page its outcome, exactly once, whoever else works on the page: reads it from the raw zone, decides
 * in the order of the page, and commits chunk by chunk, each with its place in the ledger. A page that is no longer open is left alone.
 * @returns the page as it then stands
 * @throws NotFoundError for a page, source or stream that is not there; what reading the page throws
 */
export const applyPage = async (ports: ApplyPorts, ref: PageRef): Promise<PageEntry> => {
  for (;;) {
    const page = await ports.ledger.get(ref);
    if (!page) throw new NotFoundError('page', `${ref.run}/${ref.index}`);
    if (page.status !== 'open') return page;
    try {
      await applyFrom(ports, page);
    } catch (error) {
      if (!(error instanceof Moved)) throw error;
      ports.log.info('page.moved', { source: ref.source, stream: ref.stream, run: ref.run, page: ref.index });
    }
  }
};

const streamOf = async (catalog: SourceCatalog, ref: PageRef): Promise<SourceStream> => {
  const stream = (await catalog.get(ref.source))?.streams.find(({ name }) => name === ref.stream);
  if (!stream) throw new NotFoundError('stream', `${ref.source}.${ref.stream}`);
  return stream;
};

/** Applies what is left of an open page. */
const applyFrom = async (ports: ApplyPorts, page: PageEntry): Promise<void> => {
  const stream = await streamOf(ports.catalog, page);
  const { meta, body } = await readRaw(ports.raw, page);
  const chunks = new Chunks(ports, page, await ports.ledger.lastGapBefore(page));
  const fingerprint = createFingerprint({ algorithm: ports.fingerprintAlgorithm, volatileFields: stream.settings.volatileFields });
  try {
    for await (const { items, isLast } of batches(stream.extract(meta, body), batchSize)) {
      const rest = items.filter(({ index }) => index >= page.next).map((extracted) => itemOf(page, extracted, fingerprint));
      await chunks.apply(rest, isLast);
    }
  } catch (error) {
    if (!(error instanceof UnreadablePageError)) throw error;
    await chunks.refuseRest(error);
  } finally {
    await body.dispose();
  }
};

/** Commits the items of one page in their order. */
class Chunks {
  private next: number;

  constructor(
    private readonly ports: ApplyPorts,
    private readonly page: PageEntry,
    private readonly gap: Gap | undefined,
  ) {
    this.next = page.next;
  }

  /** Decides and commits a batch, in as many chunks as the store's limit asks for. */
  async apply(batch: Item[], isLast: boolean): Promise<void> {
    const { records } = this.ports;
    let rest = batch;
    let conflicts = 0;
    let knowledge = await Knowledge.load(records, rest, this.gap);
    do {
      const decision = decide(rest, knowledge, { limit: records.writesPerCommit, gap: this.gap });
      const isDone = isLast && decision.taken === rest.length;
      const isCommitted = await this.commit(decision, isDone);
      if (isCommitted) rest = rest.slice(decision.taken);
      else if (++conflicts > conflictLimit) throw new UnavailableError('the record store: other workers keep writing the same records');
      const isOutdated = !isCommitted || knowledge.hasRepeats;
      if (rest.length > 0 && isOutdated) knowledge = await Knowledge.load(records, rest, this.gap);
    } while (rest.length > 0);
  }

  /** Sets a page aside that cannot be read, or not further: a corrected manifest may bring it back to its place. */
  async refuseRest(error: UnreadablePageError): Promise<void> {
    await this.ports.ledger.park(this.page, failureOf(this.page, { reason: error.reason, detail: error.message }));
  }

  private async commit({ taken, counts, writes, failures }: Decision, done: boolean): Promise<boolean> {
    if (taken === 0 && !done) return true;
    const { source, stream, run, seq, index, fetchedAt } = this.page;
    const to = this.next + taken;
    const commit: Commit = {
      page: { source, stream, run, seq, index },
      from: this.next,
      to,
      done,
      writes,
      failures,
      counts,
      at: fetchedAt,
    };
    const result = await this.ports.records.commit(commit);
    if (result.kind === 'moved') throw new Moved();
    if (result.kind === 'committed') this.next = to;
    return result.kind === 'committed';
  }
}
