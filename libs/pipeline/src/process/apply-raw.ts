import type { Counts, Json } from '@twl/contracts';
import { createFingerprint, type FingerprintAlgorithm } from '@twl/fingerprint';
import type { ContractStore, FailureStore, Gap, PageEntry, RawStore, RecordStore, SourceStream } from '@twl/ports';
import { holdToContract } from '../contract/hold-to-contract';
import { lateKindOf } from '../pages/late-page';
import { EarlierRefusals } from '../records/earlier-refusals';
import { batches } from './batches';
import { Chunks } from './chunks';
import type { PageDeadline } from './page-deadline';
import { pageItems } from './page-items';
import { readRaw } from '../pages/read-raw';
import type { Item } from '../records/sighting';
import { weightOf } from './weight';

/** What turning raw pages into records needs. */
export interface RawPorts {
  raw: RawStore;
  records: RecordStore;
  contracts: ContractStore;
  fingerprintAlgorithm: FingerprintAlgorithm;
  /** Set where the time for a page is bounded. */
  deadline?: PageDeadline;
}

/** Items looked up together at least; a commit may hold fewer. */
const leastBatch = 1000;

/** Of large items fewer are looked up together, so that how much is held does not depend on their size: about characters of their JSON. */
const mostHeld = 8 * 2 ** 20;

const weigh = (item: Item): number => {
  if (item.kind === 'filtered') return 0;
  return weightOf(item.kind === 'seen' ? item.seen.data : (item.failure.data as Json));
};

/**
 * Applies what is left of a page, chunk by chunk, from the raw zone to the records.
 * @param options.gapBefore gives the newest page before it that may still come; asked again where another generation is shown meanwhile
 * @param options.failures where open ones of earlier runs are settled by what the page brings; left out where another generation is built
 * @returns what became of the items applied here
 * @throws UnreadablePageError, PageMoved, OutOfTimeError, and what reading the raw object throws
 */
export const applyRaw = async (
  ports: RawPorts,
  options: { stream: SourceStream; page: PageEntry; gapBefore: () => Promise<Gap | undefined>; failures?: FailureStore },
): Promise<Counts> => {
  const { stream, page, gapBefore } = options;
  const held = await holdToContract(ports.contracts, stream, page);
  const { meta, body } = await readRaw(ports.raw, page);
  const isLate = lateKindOf(meta) !== undefined;
  const earlier = options.failures && !isLate ? await EarlierRefusals.before(options.failures, page, meta) : undefined;
  const chunks = new Chunks(ports.records, page, {
    ...{ gapBefore, earlier, keepsEarlier: stream.settings.history, deadline: ports.deadline },
    lesson: isLate ? undefined : held.lesson,
  });
  const fingerprint = createFingerprint({ algorithm: ports.fingerprintAlgorithm, volatileFields: stream.settings.volatileFields });
  const limits = { size: Math.max(leastBatch, ports.records.writesPerCommit), weight: mostHeld, weigh };
  try {
    const items = pageItems(held.stream, { page, meta, body }, fingerprint);
    for await (const batch of batches(items, limits)) await chunks.apply(batch.items, batch.isLast);
    return chunks.counts;
  } finally {
    await body.dispose();
  }
};
