import { recordIdPrefix, type CuratedRecord, type RecordsQuery } from '@twl/contracts';
import { afterAllText, fromOrderText, TimeRange, titleSearch, toOrderText, requireLast } from '@twl/ports';
import type { Database } from './database';
import { mergeSorted } from './merge-sorted';
import { readRecord, selectRecordsOf, type RecordRow } from './rows/record-rows';
import type { StreamRow } from './streams';

/** A list query without its page. */
export type WalkQuery = Omit<RecordsQuery, 'cursor' | 'limit'>;

/** Position of a walk: the last record that it read. */
export interface WalkPosition {
  time: number;
  id: string;
}

/** A record on a walk, in its current or a past state. */
export interface WalkStep extends WalkPosition {
  from: 'records' | 'past';
  rid: number;
}

/** Sort time and key, the row, the revisions from and until which it is shown, both times, title, and whether it is deleted. */
type StepTuple = [number, string, number, number, number, number, number, string, 0 | 1];

/** Times before and after all others, ms. */
const [never, always] = [-9e15, 9e15];

/** Query values that rows are compared with, computed once. */
const termsOf = (query: WalkQuery) => {
  const isUpdated = query.sort.endsWith('updatedAt');
  const updated = new TimeRange(query['updatedAt.gte'], query['updatedAt.lt']);
  const occurred = new TimeRange(query['occurredAt.gte'], query['occurredAt.lt']);
  const sorted = isUpdated ? updated : occurred;
  return {
    isDown: query.sort.startsWith('-'),
    column: isUpdated ? 'updated' : 'occurred',
    updated,
    occurred,
    sorted: [Math.max(never, sorted.from), Math.min(always, sorted.to)] as const,
    isAnyTitle: query.q === undefined || query.q === '',
    isTitled: titleSearch(query.q),
    deleted: query.deleted,
  };
};

type Terms = ReturnType<typeof termsOf>;

/** Returns which of two steps comes first. */
const isEarlier = (a: WalkPosition, b: WalkPosition, isDown: boolean): boolean => {
  const isLess = a.time < b.time || (a.time === b.time && a.id < b.id);
  return isLess !== isDown;
};

/** One table of one generation that a walk reads. */
interface Part {
  stream: StreamRow;
  from: WalkStep['from'];
}

interface WalkOptions {
  query: WalkQuery;
  revision: number;
  position: WalkPosition | undefined;
}

/**
 * Yields the records of some streams in the order of a query, after a position, as they were at a revision. `isMatch` is true for matches;
 * other rows are yielded too, so that the caller can keep to a budget.
 */
export const walkRows = (
  db: Database,
  streams: StreamRow[],
  options: WalkOptions,
): Generator<{ step: WalkStep; isMatch: boolean }, void> => {
  const terms = termsOf(options.query);
  const batch = Math.max(8, Math.ceil(64 / streams.length));
  const parts = streams.flatMap((stream) => partsOf(db, stream, options));
  const walks = parts.map((part) => walkPart(db, part, { ...options, terms, batch }));
  return mergeSorted(walks, (a, b) => isEarlier(a.step, b.step, terms.isDown));
};

/** Skips the table of past records when it has none of the generation. */
const partsOf = (db: Database, stream: StreamRow, { position }: WalkOptions): Part[] => {
  const now: Part = { stream, from: 'records' };
  const isPast = position !== undefined && db.get('SELECT 1 FROM past WHERE generation = ? LIMIT 1', stream.generation) !== undefined;
  return isPast ? [now, { stream, from: 'past' }] : [now];
};

function* walkPart(
  db: Database,
  part: Part,
  options: WalkOptions & { terms: Terms; batch: number },
): Generator<{ step: WalkStep; isMatch: boolean }, void> {
  const { terms } = options;
  const prefix = recordIdPrefix(part.stream);
  const text = selectSteps(part.from, terms);
  const end = terms.sorted[terms.isDown ? 0 : 1];
  const isMatch = matching(db, part, options);
  let [time, key] = boundOf(terms, prefix, options.position);
  let rid = terms.isDown ? never : always;
  for (let { batch } = options; ; batch = Math.min(2 * batch, 2048)) {
    const rows = db.tuples<StepTuple>(text, part.stream.generation, time, key, rid, end, batch);
    for (const row of rows)
      yield { step: { time: row[0], id: prefix + fromOrderText(row[1]), from: part.from, rid: row[2] }, isMatch: isMatch(row) };
    if (rows.length < batch) return;
    [time, key, rid] = requireLast(rows);
  }
}

/** Returns true if a row shows its record as of the revision and matches the query. */
const matching = (db: Database, { stream, from }: Part, { terms, revision }: { terms: Terms; revision: number }) => {
  const read = (rid: number): CuratedRecord =>
    readRecord(db.requireRow<RecordRow>(`${selectRecordsOf(from)} WHERE r.rid = ?`, rid), stream);
  return ([, , rid, shownSince, until, updated, occurred, title, deleted]: StepTuple): boolean =>
    shownSince <= revision &&
    revision < until &&
    (terms.deleted === 'include' || (deleted === 1) === (terms.deleted === 'only')) &&
    terms.updated.has(updated, () => read(rid).updatedAt) &&
    terms.occurred.has(occurred, () => read(rid).occurredAt) &&
    (terms.isAnyTitle || terms.isTitled(fromOrderText(title)));
};

const selectSteps = (from: WalkStep['from'], { column, isDown, isAnyTitle }: Terms): string => {
  const [after, until, order] = isDown ? ['<', '>=', 'DESC'] : ['>', '<', 'ASC'];
  const isAfter = `generation = ? AND (${column}, key, rid) ${after} (?, ?, ?) AND ${column} ${until} ?`;
  const span = from === 'records' ? `coalesce(shown_since, revision), ${always}` : 'shown_since, until';
  const columns = `${column}, key, rid, ${span}, updated, occurred, ${isAnyTitle ? "''" : 'title'}, deleted`;
  return `SELECT ${columns} FROM ${from} WHERE ${isAfter} ORDER BY ${column} ${order}, key ${order}, rid ${order} LIMIT ?`;
};

/** Returns the lower bound of a stream's rows: its own beginning, or the position of a walk over several streams. */
const boundOf = ({ isDown, sorted }: Terms, prefix: string, position: WalkPosition | undefined): [number, string] => {
  const [from, to] = sorted;
  const beginning: [number, string] = isDown ? [to, ''] : [from - 1, afterAllText];
  if (!position) return beginning;
  const [time, key] = boundAt(prefix, position, isDown);
  const isBefore = isDown ? beginning[0] < time : beginning[0] > time;
  return isBefore ? beginning : [time, key];
};

/** Ids of a stream share their prefix, so at the time of the position either some, all or none of them remain. */
const boundAt = (prefix: string, { time, id }: WalkPosition, isDown: boolean): [number, string] => {
  if (id.startsWith(prefix)) return [time, toOrderText(id.slice(prefix.length))];
  const isWhollyAfter = isDown ? prefix < id : prefix > id;
  if (isDown) return isWhollyAfter ? [time, afterAllText] : [time, ''];
  return isWhollyAfter ? [time - 1, afterAllText] : [time, afterAllText];
};
