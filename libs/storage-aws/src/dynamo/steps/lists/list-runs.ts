import type { RunsQuery } from '@twl/contracts';
import { readPosition, writePosition, type StoredRun } from '@twl/ports';
import type { StreamAccess } from '../../caches/parts';
import { byTime, type IndexEntry } from '../../items/index-pages';
import { timeKey } from '../../items/keys';
import { runsPk } from '../../items/runs/run-items';
import type { StreamItem } from '../../items/runs/stream-items';
import { mergeSorted, type SortedList } from './merge-sorted';

/** Runs read for one page of a list. */
const budget = 1000;

/** A run in the list of all, which is sorted by start, then by stream and number. */
interface RunEntry extends IndexEntry {
  run: StoredRun;
}

/** Newest first. */
export const listRuns = async (
  parts: StreamAccess,
  { limit, after, source, stream, state }: Omit<RunsQuery, 'cursor'> & { after?: string },
): Promise<{ items: StoredRun[]; next: string | null; scanned: number }> => {
  const query = ['runs', source, stream, state];
  const from = after === undefined ? undefined : readPosition<[number, string]>(query, after, [0, '']);
  const start = from && { time: from[0], key: from[1] };
  const streams = (await parts.streams.list({ source, stream })).filter(({ runs }) => runs > 0);
  const found: RunEntry[] = [];
  let scanned = 0;
  let last: RunEntry | undefined;
  for await (const entry of mergeSorted(
    streams.map((one) => sortedRuns(parts, one, start?.time)),
    { isDown: true, compare: byTime },
  )) {
    if (start && byTime(entry, start) >= 0) continue;
    const isWithinDays = (state ?? entry.run.state) === entry.run.state;
    if (isWithinDays && found.length === limit) return { ...runsPage(query, found, found.at(-1)), scanned };
    if (isWithinDays) found.push(entry);
    last = entry;
    if (++scanned >= budget) return { ...runsPage(query, found, last), scanned };
  }
  return { ...runsPage(query, found, undefined), scanned };
};

const runsPage = (query: unknown[], found: RunEntry[], next: RunEntry | undefined) => ({
  items: found.map(({ run }) => run),
  next: next ? writePosition(query, [next.time, next.key]) : null,
});

const sortedRuns = (parts: StreamAccess, { sid, lastBeganAt = 0 }: StreamItem, until = lastBeganAt): SortedList<RunEntry> => ({
  bound: Math.min(lastBeganAt, until),
  open: async function* () {
    for await (const items of parts.table.query({ pk: runsPk(sid), to: `${timeKey(until)}~`, isDown: true, limit: 16 })) {
      for (const item of items) {
        const run = await parts.bodies.read<StoredRun>(item);
        yield { time: Date.parse(run.startedAt), key: `${sid}${item.sk}`, run };
      }
    }
  },
});
