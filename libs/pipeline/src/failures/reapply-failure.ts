import { pageIdOf, type Failure, type Outcome } from '@twl/contracts';
import {
  isUnapplied,
  NotFoundError,
  TwlError,
  UnavailableError,
  type FailureStore,
  type PendingPage,
  type SourceStream,
  type WorkQueue,
} from '@twl/ports';
import { enforceContract } from '../contract/enforce-contract';
import { newDeliveryOf } from '../pages/page-message';
import { loadHistory } from '../records/stored-records';
import { RecordState } from '../records/record-state';
import type { Item } from '../records/item';
import { findStream } from '../process/find-stream';
import type { SettlePorts } from '../runs/end-step';
import { settleRun } from '../runs/settle-run';
import { readStoredItems, findLaterObservations, type StoredItemPorts, type ObservedItem } from './later-observations';

/** Ports for applying failed records and pages again. */
export interface RedrivePorts extends StoredItemPorts, SettlePorts {
  failures: FailureStore;
  pageQueue: WorkQueue;
}

/** The result of applying a failed record or page again. */
export type Redriven =
  /** The record is in the store now, at its original position. */
  | { kind: 'applied'; outcome: Outcome }
  /** The page is on the queue again. */
  | { kind: 'queued' }
  /** The current manifest refuses it again. */
  | { kind: 'refused'; detail: string }
  /** It was redriven or discarded before. */
  | { kind: 'closed'; status: Failure['status'] };

/** Times a record is decided again because other workers wrote it, or applied pages of its stream, in the meantime. */
const conflictLimit = 20;

/** Delay of the message that settles the run, ms; far longer than a redrive takes. */
const settleDelayMs = 60_000;

/** A failure whose page is not in the ledger cannot be redriven: there is nothing to apply. */
export class NothingToRedriveError extends TwlError {
  readonly code = 'NOTHING_TO_REDRIVE';
  readonly retryable = false;

  constructor(id: string) {
    super(`failure ${id} has no page to be applied: discard it`);
  }
}

/**
 * Applies a refused record or a parked page again, with the current manifest and settings. A record gets its original position in the order, so
 * that observations of newer runs stay newest. A page returns to the queue.
 * @throws NotFoundError, NothingToRedriveError, and the errors of reading raw pages
 */
export const reapplyFailure = async (ports: RedrivePorts, id: string): Promise<Redriven> => {
  const failure = await ports.failures.get(id);
  if (!failure) throw new NotFoundError('failure', id);
  if (!isUnapplied(failure)) return { kind: 'closed', status: failure.status };
  return failure.kind === 'record' ? redriveRecord(ports, failure) : redrivePage(ports, failure);
};

const redrivePage = async (ports: RedrivePorts, failure: Failure): Promise<Redriven> => {
  const page = await ports.ledger.get(failure);
  if (page?.status !== 'parked') throw new NothingToRedriveError(failure.id);
  await ports.ledger.reopen(page);
  await ports.pageQueue.send([newDeliveryOf(page, ports.clock)]);
  return { kind: 'queued' };
};

const redriveRecord = async (ports: RedrivePorts, failure: Failure): Promise<Redriven> => {
  const stream = await findStream(ports.catalog, failure);
  const item = await readRefusedItem(ports, stream, failure);
  if (item.kind === 'refused') {
    await ports.failures.refuse(failure.id, item.failure);
    return { kind: 'refused', detail: item.failure.detail };
  }
  await scheduleSettling(ports, failure);
  for (let attempt = 0; attempt < conflictLimit; attempt++) {
    // Read first: a page that is applied while we read the pages makes the amendment a conflict.
    const { pages } = await ports.records.progress(failure.source, failure.stream);
    const found = item.kind === 'observed' ? await loadAmendmentContext(ports, { stream, item, failure }) : undefined;
    const result = await amendRecord(ports, { failure, pages, found });
    if (result.kind === 'conflict') continue;
    if (result.kind === 'applied') await settleRun(ports, failure.runId);
    return result;
  }
  throw new UnavailableError('the record store is busy: other workers keep applying pages of the stream');
};

/** Sends a delayed message that settles the run, in case the process dies between the amendment and the settling. */
const scheduleSettling = async (ports: RedrivePorts, failure: Failure): Promise<void> => {
  const message = newDeliveryOf(await findPage(ports, failure), ports.clock);
  await ports.pageQueue.send([message], { delayMs: settleDelayMs });
};

const findPage = async (ports: RedrivePorts, failure: Failure) => {
  const page = await ports.ledger.get(failure);
  if (!page) throw new NothingToRedriveError(failure.id);
  return page;
};

/** The refused item as the current manifest extracts it. */
const readRefusedItem = async (ports: RedrivePorts, stream: SourceStream, failure: Failure): Promise<Item> => {
  const page = await findPage(ports, failure);
  const held = await enforceContract(ports.contracts, stream, page);
  for await (const item of readStoredItems(ports, held.stream, page)) {
    if (item.itemIndex === failure.rawRef.itemIndex) return item;
  }
  throw new NothingToRedriveError(failure.id);
};

/** A refused item with what decides its position: the later observations of the record, and the newest pending page before it. */
interface AmendmentContext {
  item: ObservedItem;
  later: ObservedItem[];
  pending: PendingPage | undefined;
}

const loadAmendmentContext = async (
  ports: RedrivePorts,
  { stream, item, failure }: { stream: SourceStream; item: ObservedItem; failure: Failure },
): Promise<AmendmentContext> => {
  const { id } = item.identity;
  const from = await findPage(ports, failure);
  const pending = await ports.unapplied.lastPendingBefore(from);
  return { item, pending, later: (await findLaterObservations(ports, stream, { from, ids: new Set([id]) })).get(id) ?? [] };
};

/** Inserts the record into its history, and resolves the failure; `conflict` if the record was written in the meantime. */
const amendRecord = async (
  { records }: RedrivePorts,
  { failure, pages, found }: { failure: Failure; pages: string; found: AmendmentContext | undefined },
): Promise<Extract<Redriven, { kind: 'applied' | 'closed' }> | { kind: 'conflict' }> => {
  const page = pageIdOf(failure);
  const decided = found ? await decideWithLater(records, found) : { outcome: 'filtered' as const };
  const result = await records.amend({ page, failure: failure.id, at: failure.at, pages, ...decided });
  if (result.kind === 'conflict') return { kind: 'conflict' };
  if (result.kind === 'moved') return { kind: 'closed', status: 'resolved' };
  return { kind: 'applied', outcome: decided.outcome };
};

const decideWithLater = async (records: RedrivePorts['records'], { item, later, pending }: AmendmentContext) => {
  const { identity, observation } = item;
  const head = (await records.heads([identity.id])).get(identity.id);
  const state = head ? await loadHistory(records, identity, head) : RecordState.absent(identity);
  // Later observations first, so that the record is not taken for the newest.
  for (const since of later)
    if (since.itemIndex !== item.itemIndex || since.observation.rawRef.key !== observation.rawRef.key)
      state.observe(since.observation, pendingBeforeAll);
  const outcome = state.observe(observation, pending);
  const write = state.toWrite();
  return { outcome, ...(write ? { write } : {}) };
};

/** A pending page before every page of the stream: all observations are remembered until the record is inserted. */
const pendingBeforeAll = { runSeq: Number.MAX_SAFE_INTEGER, pageIndex: 0 };
