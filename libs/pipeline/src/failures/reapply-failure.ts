import { pageIdOf, type Failure, type Outcome } from '@twl/contracts';
import {
  isUnapplied,
  NotFoundError,
  TwlError,
  UnavailableError,
  type FailureStore,
  type Gap,
  type SourceStream,
  type WorkQueue,
} from '@twl/ports';
import { holdToContract } from '../contract/hold-to-contract';
import { newDeliveryOf } from '../pages/page-message';
import { loadChain } from '../records/knowledge';
import { RecordState } from '../records/record-state';
import type { Item } from '../records/sighting';
import { streamOf } from '../process/stream-of';
import type { SettlePorts } from '../runs/end-step';
import { settleRun } from '../runs/settle-run';
import { itemsOf, laterSightings, type LookPorts, type SeenItem } from './later-sightings';

/** What bringing failures back needs. */
export interface RedrivePorts extends LookPorts, SettlePorts {
  failures: FailureStore;
  pageQueue: WorkQueue;
}

/** What became of a failure that was tried again. */
export type Redriven =
  /** The record stands in the store now, at its own place. */
  | { kind: 'applied'; outcome: Outcome }
  /** Its page is on the queue again. */
  | { kind: 'queued' }
  /** The manifest in force refuses it still. */
  | { kind: 'refused'; detail: string }
  /** Somebody dealt with it before. */
  | { kind: 'closed'; status: Failure['status'] };

/** Times a record is decided anew because other workers wrote it, or applied pages of its stream, meanwhile. */
const conflictLimit = 20;

/** Far longer than a redrive takes, ms. */
const settleDelayMs = 60_000;

/** A failure whose page nobody entered cannot be brought back: there is nothing to apply. */
export class NothingToRedriveError extends TwlError {
  readonly code = 'NOTHING_TO_REDRIVE';
  readonly retryable = false;

  constructor(id: string) {
    super(`failure ${id} has no page to be applied: discard it`);
  }
}

/**
 * Tries a refused record or page again, with the manifest and settings in force now. A record takes its original place in the order: what
 * newer runs saw stays newest. A page goes back to the queue.
 * @throws NotFoundError, NothingToRedriveError, and what reading raw pages throws
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
  const stream = await streamOf(ports.catalog, failure);
  const item = await itemAt(ports, stream, failure);
  if (item.kind === 'refused') {
    await ports.failures.refuse(failure.id, item.failure);
    return { kind: 'refused', detail: item.failure.detail };
  }
  await settleLater(ports, failure);
  for (let attempt = 0; attempt < conflictLimit; attempt++) {
    // Asked first: what is applied while we look through the pages makes the amendment a conflict.
    const { pages } = await ports.records.progress(failure.source, failure.stream);
    const found = item.kind === 'seen' ? await aroundOf(ports, { stream, item, failure }) : undefined;
    const result = await amend(ports, { failure, pages, found });
    if (result.kind === 'conflict') continue;
    if (result.kind === 'applied') await settleRun(ports, failure.runId);
    return result;
  }
  throw new UnavailableError('the record store is busy: other workers keep applying pages of the stream');
};

/** Whoever dies between the record and the books of its run leaves a message behind that settles the run when it comes. */
const settleLater = async (ports: RedrivePorts, failure: Failure): Promise<void> => {
  const message = newDeliveryOf(await findPage(ports, failure), ports.clock);
  await ports.pageQueue.send([message], { delayMs: settleDelayMs });
};

const findPage = async (ports: RedrivePorts, failure: Failure) => {
  const page = await ports.ledger.get(failure);
  if (!page) throw new NothingToRedriveError(failure.id);
  return page;
};

/** The refused item as the manifest in force sees it. */
const itemAt = async (ports: RedrivePorts, stream: SourceStream, failure: Failure): Promise<Item> => {
  const page = await findPage(ports, failure);
  const held = await holdToContract(ports.contracts, stream, page);
  for await (const item of itemsOf(ports, held.stream, page)) {
    if (item.itemIndex === failure.rawRef.itemIndex) return item;
  }
  throw new NothingToRedriveError(failure.id);
};

/** A refused item with what tells its place: where was the record seen since, and which page before it may still come. */
interface Around {
  item: SeenItem;
  later: SeenItem[];
  gap: Gap | undefined;
}

const aroundOf = async (
  ports: RedrivePorts,
  { stream, item, failure }: { stream: SourceStream; item: SeenItem; failure: Failure },
): Promise<Around> => {
  const { id } = item.identity;
  const from = await findPage(ports, failure);
  const gap = await ports.unapplied.lastGapBefore(from);
  return { item, gap, later: (await laterSightings(ports, stream, { from, ids: new Set([id]) })).get(id) ?? [] };
};

/** Puts the record among its versions, and resolves the failure; `conflict` when the record was written meanwhile. */
const amend = async (
  { records }: RedrivePorts,
  { failure, pages, found }: { failure: Failure; pages: string; found: Around | undefined },
): Promise<Extract<Redriven, { kind: 'applied' | 'closed' }> | { kind: 'conflict' }> => {
  const page = pageIdOf(failure);
  const decided = found ? await decideAgain(records, found) : { outcome: 'filtered' as const };
  const result = await records.amend({ page, failure: failure.id, at: failure.at, pages, ...decided });
  if (result.kind === 'conflict') return { kind: 'conflict' };
  if (result.kind === 'moved') return { kind: 'closed', status: 'resolved' };
  return { kind: 'applied', outcome: decided.outcome };
};

const decideAgain = async (records: RedrivePorts['records'], { item, later, gap }: Around) => {
  const { identity, seen } = item;
  const head = (await records.heads([identity.id])).get(identity.id);
  const state = head ? await loadChain(records, identity, head) : RecordState.absent(identity);
  // First what was seen since, so that the record does not pass for the newest.
  for (const since of later)
    if (since.itemIndex !== item.itemIndex || since.seen.rawRef.key !== seen.rawRef.key) state.see(since.seen, everything);
  const outcome = state.see(seen, gap);
  const write = state.write();
  return { outcome, ...(write ? { write } : {}) };
};

/** A gap after which every sighting is remembered until the record is at its place. */
const everything = { runSeq: Number.MAX_SAFE_INTEGER, pageIndex: 0 };
