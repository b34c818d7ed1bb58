import { afterAllText, fromOrderText, toOrderText } from '@twl/ports';
import type { RecordsQuery } from '@twl/contracts';
import type { Database } from './database';
import { idPrefix, type StreamRow } from './streams';

/** A list without its page. */
export type WalkQuery = Omit<RecordsQuery, 'cursor' | 'limit'>;

/** Where a walk stands: the last record it looked at. */
export interface Place {
  time: number;
  id: string;
}

/** A record that a walk comes to. */
export interface Step extends Place {
  rid: number;
}

type StepTuple = [number, string, number, number, number, string, 0 | 1];

/** Times before and after all others, ms. */
const [never, always] = [-9e15, 9e15];

const msOf = (iso: string | undefined, otherwise: number): number => (iso === undefined ? otherwise : Date.parse(iso));

/** What the rows of a walk are compared with, worked out once. */
const termsOf = (query: WalkQuery) => {
  const isUpdated = query.sort.endsWith('updatedAt');
  const updated = [msOf(query['updatedAt.gte'], never), msOf(query['updatedAt.lt'], always)] as const;
  const occurred = [msOf(query['occurredAt.gte'], never), msOf(query['occurredAt.lt'], always)] as const;
  return {
    isDown: query.sort.startsWith('-'),
    column: isUpdated ? 'updated' : 'occurred',
    other: isUpdated ? 'occurred' : 'updated',
    sorted: isUpdated ? updated : occurred,
    filtered: isUpdated ? occurred : updated,
    title: query.q?.toLowerCase() ?? '',
    deleted: query.deleted,
  };
};

type Terms = ReturnType<typeof termsOf>;

/** The step that comes first of two. */
const isEarlier = (a: Place, b: Place, isDown: boolean): boolean => {
  const isLess = a.time < b.time || (a.time === b.time && a.id < b.id);
  return isLess !== isDown;
};

/**
 * The records of some streams in the order of a query, from a place on: `found` where it matches, and what was looked at on the way,
 * so that whoever walks can keep to a budget. Records written after `revision` are not shown.
 */
export function* walk(
  db: Database,
  streams: StreamRow[],
  options: { query: WalkQuery; revision: number; place: Place | undefined },
): Generator<{ step: Step; isMatch: boolean }, void> {
  const terms = termsOf(options.query);
  const shown = streams.filter(({ since }) => since <= options.revision);
  const walks = shown.map((stream) => walkStream(db, stream, { ...options, terms, batch: Math.max(8, Math.ceil(64 / shown.length)) }));
  const heads = walks.map((one) => one.next());
  for (;;) {
    let first = -1;
    heads.forEach(({ value }, i) => {
      const best = first < 0 ? undefined : heads[first]!.value;
      if (value && (!best || isEarlier(value.step, best.step, terms.isDown))) first = i;
    });
    if (first < 0) return;
    yield heads[first]!.value!;
    heads[first] = walks[first]!.next();
  }
}

function* walkStream(
  db: Database,
  stream: StreamRow,
  options: { terms: Terms; revision: number; place: Place | undefined; batch: number },
): Generator<{ step: Step; isMatch: boolean }, void> {
  const { terms, revision } = options;
  const prefix = idPrefix(stream);
  const [from, to] = terms.sorted;
  const [gte, lt] = terms.filtered;
  const text = selectSteps(terms);
  const end = terms.isDown ? from : to;
  let [time, key] = startOf(terms, prefix, options.place);
  for (let { batch } = options; ; batch = Math.min(2 * batch, 2048)) {
    const rows = db.tuples<StepTuple>(text, stream.generation, time, key, end, batch);
    for (const [rowTime, rowKey, rid, rowRevision, other, title, deleted] of rows) {
      const isMatch =
        rowRevision <= revision &&
        (terms.deleted === 'include' || (deleted === 1) === (terms.deleted === 'only')) &&
        gte <= other &&
        other < lt &&
        (terms.title === '' || fromOrderText(title).toLowerCase().includes(terms.title));
      yield { step: { time: rowTime, id: prefix + fromOrderText(rowKey), rid }, isMatch };
    }
    if (rows.length < batch) return;
    [time, key] = rows.at(-1)!;
  }
}

const selectSteps = ({ column, other, isDown, title }: Terms): string => {
  const [after, until, order] = isDown ? ['<', '>=', 'DESC'] : ['>', '<', 'ASC'];
  const isLeft = `generation = ? AND (${column}, key) ${after} (?, ?) AND ${column} ${until} ?`;
  const columns = `${column}, key, rid, coalesce(placed, revision), ${other}, ${title === '' ? "''" : 'title'}, deleted`;
  return `SELECT ${columns} FROM records WHERE ${isLeft} ORDER BY ${column} ${order}, key ${order} LIMIT ?`;
};

/** The bound that a stream's rows lie after: its own beginning, or the place of a walk over several streams. */
const startOf = ({ isDown, sorted }: Terms, prefix: string, place: Place | undefined): [number, string] => {
  const [from, to] = sorted;
  const beginning: [number, string] = isDown ? [to, ''] : [from - 1, afterAllText];
  if (!place) return beginning;
  const [time, key] = startAt(prefix, place, isDown);
  const isBefore = isDown ? beginning[0] < time : beginning[0] > time;
  return isBefore ? beginning : [time, key];
};

/** Ids of a stream share their beginning, so that at the place's own time either some, all or none of them are left. */
const startAt = (prefix: string, { time, id }: Place, isDown: boolean): [number, string] => {
  if (id.startsWith(prefix)) return [time, toOrderText(id.slice(prefix.length))];
  const isAllLeft = isDown ? prefix < id : prefix > id;
  if (isDown) return isAllLeft ? [time, afterAllText] : [time, ''];
  return isAllLeft ? [time - 1, afterAllText] : [time, afterAllText];
};
