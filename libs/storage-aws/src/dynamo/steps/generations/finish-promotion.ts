import type { Failure, PageId } from '@twl/contracts';
import { isDecided, isUnapplied } from '@twl/ports';
import type { StreamAccess } from '../../caches/parts';
import {
  buildingFailuresPk,
  countOpen,
  openDifference,
  failureIndexPk,
  failureKey,
  indexPagesOfFailures,
  openRecordItems,
  putFailure,
  readFailure,
  readFailures,
} from '../../items/failure-items';
import {
  factsKey,
  isPageFacts,
  openPageItem,
  pagesPk,
  progressKey,
  readProgress,
  readStatus,
  type EnteredPage,
} from '../../items/runs/page-items';
import { readRunSummary, runsPk } from '../../items/runs/run-items';
import { finishChange } from '../../items/runs/stream-generations';
import { streamKey, type StreamItem } from '../../items/runs/stream-items';
import type { TableItem } from '../../table/action';
import { keyText } from '../../table/table';
import { walkIndex } from '../lists/walk-index';

/**
 * Completes a promotion: failures, and pages that are open again. Safe to repeat, and to run in several processes at once. The stream notes
 * that it is unfinished; work that depends on it finishes it first.
 */
export const finishPromotion = async (parts: StreamAccess, sid: string): Promise<void> => {
  const { table, streams } = parts;
  const stream = await streams.findBySid(sid);
  if (stream?.unfinished === undefined) return;
  await resolveFailures(parts, stream, stream.unfinished);
  await moveFailures(parts, stream);
  await reopenPages(parts, stream);
  await table.update(streamKey(sid), finishChange(stream.unfinished));
  streams.clear();
  for await (const items of table.query({ pk: buildingFailuresPk(stream.gen) }))
    await table.write(
      [],
      items.map(({ pk, sk }) => ({ pk, sk })),
    );
};

/** Resolves open failures of pages that the new generation applied, or that were parked before. */
const resolveFailures = async (parts: StreamAccess, stream: StreamItem, before: string): Promise<void> => {
  const { table } = parts;
  const all = { from: -8e15, to: 8e15, isDown: false };
  for await (const { key: id } of walkIndex(table, { pk: failureIndexPk(stream.sid), span: 0 }, all)) {
    const known = (await readFailures(parts, [id])).get(id);
    if (!known || !isUnapplied(known.failure)) continue;
    if (known.failure.status === 'superseded' && (await readFailures(parts, [id], stream.gen)).has(id)) continue;
    const { source, stream: name, kind } = known.failure;
    if (source !== stream.source || name !== stream.stream) continue;
    const [now, then] = [progressKey(known.failure, stream.gen), progressKey(known.failure, before)];
    const items = await table.getMany([now, then]);
    const isApplied = readStatus(items.get(keyText(now))) === 'applied';
    const isReopened = kind !== 'record' && readStatus(items.get(keyText(then))) === 'parked';
    if (isApplied || isReopened)
      await changeFailure(parts, stream.sid, { failure: { ...known.failure, status: 'resolved' }, over: ['open', 'superseded'] });
  }
};

/** Moves the failures of the generation to the stream, except discarded ones. */
const moveFailures = async (parts: StreamAccess, { sid, gen }: StreamItem): Promise<void> => {
  const { table, bodies } = parts;
  for await (const items of table.query({ pk: buildingFailuresPk(gen) })) {
    for (const item of items) {
      const { failure } = await readFailure(bodies, item);
      const known = (await readFailures(parts, [failure.id])).get(failure.id);
      // A process that finishes after a crash must also see what the generation refused of these.
      if (known?.failure.status === 'superseded') continue;
      if (!isDecided(known?.failure)) {
        await table.write([...indexPagesOfFailures(sid, [failure]), ...openRecordItems([failure])]);
        await changeFailure(parts, sid, { failure, over: ['open', 'resolved', undefined] });
      }
      await table.write([], [failureKey(failure.id, gen)]);
    }
  }
};

/** Writes a failure over a known one that has one of the statuses. */
const changeFailure = (
  parts: StreamAccess,
  sid: string,
  { failure, over }: { failure: Failure; over: (Failure['status'] | undefined)[] },
): Promise<'done'> =>
  parts.table.retryTransaction(async () => {
    const known = (await readFailures(parts, [failure.id])).get(failure.id);
    if (!over.includes(known?.failure.status)) return 'done';
    const more = openDifference(known?.failure, failure);
    const seen = known?.failure.seen;
    const put = await putFailure(parts.bodies, seen ? { ...failure, seen } : failure, { known });
    return (await parts.table.transact([put, ...countOpen(sid, 0, more)])) ? 'again' : 'done';
  });

/** Reopens pages that the generation has not applied, except those given up. */
const reopenPages = async ({ table, bodies }: StreamAccess, stream: StreamItem): Promise<void> => {
  for await (const runs of table.query({ pk: runsPk(stream.sid) })) {
    for (const { id } of runs.map(readRunSummary).filter(({ mayHavePages }) => mayHavePages)) {
      const items = await table.all({ pk: pagesPk(id) });
      const facts = items.filter(isPageFacts);
      const byKey = new Map(items.map((item) => [keyText(item), item]));
      const pages = await Promise.all(facts.map(async (item) => ({ item, ref: await bodies.read<EnteredPage>(item) })));
      const open = pages.filter((page) => isUnsettled(byKey, page, stream.gen));
      await table.write(open.map(({ ref }) => openPageItem(ref)));
    }
  }
};

const isUnsettled = (items: Map<string, TableItem>, { item, ref }: { item: TableItem; ref: PageId }, gen: string): boolean => {
  const { status } = readProgress(items.get(keyText(progressKey(ref, gen))), items.get(keyText(factsKey(ref))) ?? item);
  return status === 'open' || status === 'parked';
};
