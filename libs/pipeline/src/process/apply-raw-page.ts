import type { Counts, Json } from '@twl/contracts';
import { createFingerprint, type FingerprintAlgorithm } from '@twl/fingerprint';
import type { ContractStore, FailureStore, PendingPage, PageEntry, RawStore, RecordStore, SourceStream } from '@twl/ports';
import { enforceContract } from '../contract/enforce-contract';
import { derivedKindOf } from '../pages/derived-page';
import { EarlierRefusals } from '../records/earlier-refusals';
import { splitIntoBatches } from './split-into-batches';
import { ChunkCommitter } from './chunk-committer';
import type { PageDeadline } from './page-deadline';
import { readPageItems } from './read-page-items';
import { readRaw } from '../pages/read-raw';
import type { Item } from '../records/item';
import { estimateJsonLength } from './estimate-json-length';

/** Ports for turning raw pages into records. */
export interface RawPorts {
  raw: RawStore;
  records: RecordStore;
  contracts: ContractStore;
  fingerprintAlgorithm: FingerprintAlgorithm;
  /** Limits the time for a page; default no limit. */
  deadline?: PageDeadline;
}

/** Items that are looked up together, at least; a commit may hold fewer. */
const minBatchItems = 1000;

/** Largest sum of item sizes in a batch, in characters of JSON, so that large items do not fill the memory. */
const maxBatchWeight = 8 * 2 ** 20;

const weighItem = (item: Item): number => {
  if (item.kind === 'filtered') return 0;
  return estimateJsonLength(item.kind === 'observed' ? item.observation.data : (item.failure.data as Json));
};

/**
 * Applies the remaining items of a raw page to the records, chunk by chunk.
 * @param options.pendingBefore returns the newest pending page before this one; called again if another generation is shown in the meantime
 * @param options.failures supersedes open failures of earlier runs; left out when another generation is built
 * @returns the counts of the items applied here
 * @throws UnreadablePageError, PageMovedError, OutOfTimeError, and the errors of reading the raw object
 */
export const applyRawPage = async (
  ports: RawPorts,
  options: { stream: SourceStream; page: PageEntry; pendingBefore: () => Promise<PendingPage | undefined>; failures?: FailureStore },
): Promise<Counts> => {
  const { stream, page, pendingBefore } = options;
  const checked = await enforceContract(ports.contracts, stream, page);
  const { meta, body } = await readRaw(ports.raw, page);
  const isDerived = derivedKindOf(meta) !== undefined;
  const earlier = options.failures && !isDerived ? await EarlierRefusals.load(options.failures, page, meta) : undefined;
  const chunks = new ChunkCommitter(ports.records, page, {
    ...{ pendingBefore, earlier, keepsEarlier: stream.settings.history, deadline: ports.deadline },
    contractUpdate: isDerived ? undefined : checked.contractUpdate,
  });
  const fingerprint = createFingerprint({ algorithm: ports.fingerprintAlgorithm, volatileFields: stream.settings.volatileFields });
  const limits = { size: Math.max(minBatchItems, ports.records.writesPerCommit), weight: maxBatchWeight, weigh: weighItem };
  try {
    const items = readPageItems(checked.stream, { page, meta, body }, fingerprint);
    for await (const batch of splitIntoBatches(items, limits)) await chunks.applyBatch(batch.items, batch.isLast);
    return chunks.counts;
  } finally {
    await body.dispose();
  }
};
