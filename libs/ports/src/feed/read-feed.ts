import { recordId, type Change, type ChangesQuery, type CuratedRecord } from '@twl/contracts';
import { FeedExpiredError } from '../errors';
import { requireLast } from '../require-value';
import { changesKeptMs, type FeedPage } from '../storage/change-feed';
import { kindOf, type LoggedChange } from './change-log';
import { positionOwner, readFeedPositions, writeFeedPositions, type FeedPosition } from './feed-position';

/** A stream as its feed sees it. Its changes are in one or more logs, each in order of its own numbers. */
export interface FeedStream {
  source: string;
  stream: string;
  /** Names the generation that is shown. */
  generation: string;
  /** The last number that each log has; everything up to it can be read. */
  heads: readonly number[];
}

/** The changes of one commit. */
export interface LoggedCommit {
  number: number;
  /** When it was written, ms. */
  at: number;
  changes: LoggedChange[];
}

/** What a store tells its feed. */
export interface FeedSource {
  streams(filter: { source?: string | undefined; stream?: string | undefined }): Promise<FeedStream[]>;
  /** Commits of a log after a number, in order, at most `limit`. */
  log(stream: FeedStream, of: { log: number; after: number; limit: number }): Promise<LoggedCommit[]>;
  /** Records that are not deleted, in an order in which none moves, after a key; `next` is where to go on. */
  snapshot(stream: FeedStream, after: string | undefined, limit: number): Promise<{ records: CuratedRecord[]; next: string | undefined }>;
  /** Records by key, as they are now, deleted ones too; those of a generation that is gone may be missing. */
  records(stream: FeedStream, keys: readonly string[]): Promise<Map<string, CuratedRecord>>;
}

/** Commits that are read at once. */
const commitsAtOnce = 16;

/** What was read of one stream. */
interface StreamPart {
  changes: Change[];
  position: FeedPosition;
  more: boolean;
}

/** Reads a page of a feed. `now` in ms. @throws BadCursorError, FeedExpiredError */
export const readFeed = async (source: FeedSource, { after, limit, ...filter }: ChangesQuery, now: number): Promise<FeedPage> => {
  const owner = positionOwner(filter);
  const known = after === undefined ? new Map<string, FeedPosition>() : readFeedPositions(owner, after);
  const changes: Change[] = [];
  const positions: FeedPosition[] = [];
  let more = false;
  for (const stream of await source.streams(filter)) {
    const part = await readStream(source, stream, {
      position: known.get(JSON.stringify([stream.source, stream.stream])),
      room: limit - changes.length,
      now,
    });
    changes.push(...part.changes);
    positions.push(part.position);
    more ||= part.more;
  }
  return { changes, next: writeFeedPositions(owner, positions), more };
};

const beginning = ({ source, stream, generation, heads }: FeedStream, now: number): FeedPosition => ({
  ...{ source, stream, generation, read: [...heads], index: 0, at: now },
  snapshot: '',
});

const readStream = async (
  source: FeedSource,
  stream: FeedStream,
  { position: given, room, now }: { position: FeedPosition | undefined; room: number; now: number },
): Promise<StreamPart> => {
  if (given && given.at < now - changesKeptMs) throw new FeedExpiredError();
  const isReplaced = given !== undefined && given.generation !== stream.generation;
  if (isReplaced && room === 0) return { changes: [], position: given, more: true };
  const position = isReplaced || !given ? beginning(stream, now) : { ...given, read: [...given.read] };
  const changes: Change[] = isReplaced ? [resetOf(stream, now)] : [];
  const left = (): number => room - changes.length;
  if (position.snapshot !== undefined) {
    if (left() === 0) return { changes, position, more: true };
    const { records, next } = await source.snapshot(stream, position.snapshot === '' ? undefined : position.snapshot.slice(1), left());
    changes.push(...records.map((record) => snapshotOf(stream, record, now)));
    position.snapshot = next === undefined ? undefined : `.${next}`;
    if (next !== undefined) return { changes, position, more: true };
  }
  const { log: begun } = position;
  const logs = [...stream.heads.keys()].sort((a, b) => Number(b === begun) - Number(a === begun));
  for (const log of logs) if (left() > 0) changes.push(...(await readLog(source, stream, { log, position, room: left() })));
  const more = stream.heads.some((head, log) => (position.read[log] ?? 0) < head);
  // As old as what is read next: a reader that falls behind learns of it before something is missing.
  if (!more) position.at = now;
  return { changes, position, more };
};

/** Reads a log from a position on, and moves the position. */
const readLog = async (
  source: FeedSource,
  stream: FeedStream,
  { log, position, room }: { log: number; position: FeedPosition; room: number },
): Promise<Change[]> => {
  const changes: Change[] = [];
  const head = stream.heads[log] ?? 0;
  while ((position.read[log] ?? 0) < head && changes.length < room) {
    const commits = await source.log(stream, { log, after: position.read[log] ?? 0, limit: commitsAtOnce });
    const taken = takeChanges(commits, { index: position.log === log ? position.index : 0, room: room - changes.length });
    const records = await source.records(stream, [...new Set(taken.map(({ change: [, key] }) => key))]);
    for (const { commit, change, index } of taken) {
      const record = records.get(change[1]);
      if (record) changes.push(changeOf(stream, { log, commit, change, index }, record));
    }
    const last = taken.at(-1);
    const isCut = last !== undefined && last.index + 1 < last.commit.changes.length;
    const done = isCut
      ? commits.filter(({ number }) => number < last.commit.number)
      : last
        ? commits.filter(({ number }) => number <= last.commit.number)
        : commits;
    const isWhole = !isCut && done.length === commits.length;
    Object.assign(position, isCut ? { log, index: last.index + 1, at: last.commit.at } : { log: undefined, index: 0 });
    if (isWhole && commits.length < commitsAtOnce) position.read[log] = Math.max(head, commits.at(-1)?.number ?? 0);
    else if (done.length > 0) position.read[log] = requireLast(done).number;
    if (last) position.at = last.commit.at;
  }
  return changes;
};

interface TakenChange {
  commit: LoggedCommit;
  change: LoggedChange;
  index: number;
}

/** Takes changes from commits, from an index of the first one on. */
const takeChanges = (commits: readonly LoggedCommit[], { index: from, room }: { index: number; room: number }): TakenChange[] => {
  const taken: TakenChange[] = [];
  for (const [i, commit] of commits.entries())
    for (const [index, change] of commit.changes.entries()) {
      if (i === 0 && index < from) continue;
      if (taken.length === room) return taken;
      taken.push({ commit, change, index });
    }
  return taken;
};

const changeOf = (
  { source, stream, generation }: FeedStream,
  { log, commit, change, index }: TakenChange & { log: number },
  record: CuratedRecord,
): Change => ({
  id: `${generation}.${log}.${commit.number}.${index}`,
  kind: kindOf(change),
  ...{
    source,
    stream,
    at: new Date(commit.at).toISOString(),
    recordId: recordId({ source, stream }, change[1]),
    version: change[2],
    record,
  },
});

const snapshotOf = ({ source, stream, generation }: FeedStream, record: CuratedRecord, now: number): Change => ({
  ...{ id: `${generation}.${record.version}.${record.id}`, kind: 'snapshot', source, stream, at: new Date(now).toISOString() },
  ...{ recordId: record.id, version: record.version, record },
});

const resetOf = ({ source, stream, generation }: FeedStream, now: number): Change => ({
  ...{ id: `${generation}.reset`, kind: 'reset', source, stream, at: new Date(now).toISOString() },
  ...{ recordId: null, version: null, record: null },
});
