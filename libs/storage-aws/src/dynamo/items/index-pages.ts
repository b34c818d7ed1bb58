import { randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { requireLast } from '@twl/ports';
import type { TableItem } from '../table/action';
import { timeKey, timeOfKey } from './keys';

/** Says that something may have this time. The item itself must confirm it. */
export interface IndexEntry {
  time: number;
  key: string;
}

/** How far the times of one page may be apart, ms; pages of close times are spread over so many partitions. */
const span = 600_000;
const indexSpread = 4;

/** Entries of one time from which they get a page of their own. */
const exactPageEntries = 8;
const packedFrom = 400;

/** Compares entries by time, then by key. */
export const byTime = (a: IndexEntry, b: IndexEntry): number => a.time - b.time || (a.key < b.key ? -1 : Number(a.key > b.key));

const packEntries = (value: unknown): string | Uint8Array => {
  const text = JSON.stringify(value);
  return text.length < packedFrom ? text : deflateRawSync(text);
};

const unpackEntries = (stored: unknown): unknown =>
  JSON.parse(typeof stored === 'string' ? stored : inflateRawSync(stored as Uint8Array).toString('utf8'));

const pageKey = (pk: string, latest: number) => ({ pk, sk: `${timeKey(latest)}#${randomUUID().slice(0, 13)}` });

/** Returns a page of keys that share their time. */
const pageOfOneTime = (pk: string, time: number, entries: readonly IndexEntry[]): TableItem => ({
  ...pageKey(pk, time),
  e: packEntries(entries.map(({ key }) => key)),
});

/** Returns a page of keys whose times are close. */
const pageOfCloseTimes = (pk: string, entries: readonly IndexEntry[]): TableItem => {
  const latest = requireLast(entries).time;
  const shard = Math.abs(Math.floor(latest / span)) % indexSpread;
  return { ...pageKey(`${pk}#${shard}`, latest), e: packEntries(entries.map(({ time, key }) => [latest - time, key])) };
};

/** Returns index pages for entries; `isScattered` if they may share no times. */
export const indexPagesOf = (pk: string, entries: readonly IndexEntry[], isScattered = false): TableItem[] => {
  const byExact = Map.groupBy([...entries].sort(byTime), ({ time }) => time);
  const pages: TableItem[] = [];
  let close: IndexEntry[] = [];
  for (const [time, group] of byExact) {
    if (!isScattered || group.length >= exactPageEntries) pages.push(pageOfOneTime(pk, time, group));
    else {
      const [first] = close;
      if (first && time - first.time > span) {
        pages.push(pageOfCloseTimes(pk, close));
        close = [];
      }
      close.push(...group);
    }
  }
  return close.length > 0 ? [...pages, pageOfCloseTimes(pk, close)] : pages;
};

/** Returns the partitions that {@link indexPagesOf} writes to, and how far times in a page may be before its own. */
export const indexPartitions = (pk: string, isScattered: boolean): { pk: string; span: number }[] => [
  { pk, span: 0 },
  ...(isScattered ? Array.from({ length: indexSpread }, (_, shard) => ({ pk: `${pk}#${shard}`, span })) : []),
];

/** Decodes the entries of a page; `latest` is the time in its sort key. */
export const decodeEntries = (stored: unknown, latest: number): IndexEntry[] =>
  (unpackEntries(stored) as (string | [number, string])[]).map((one) =>
    typeof one === 'string' ? { time: latest, key: one } : { time: latest - one[0], key: one[1] },
  );

/** Reads the entries of an index page, and the latest of their times. */
export const readIndexPage = ({ sk, e }: TableItem): { latest: number; entries: IndexEntry[] } => {
  const latest = timeOfKey(sk);
  return { latest, entries: decodeEntries(e, latest) };
};

const letters = { updatedAt: 'u', occurredAt: 't' } as const;

/** Returns the index partition of a generation's records by one of their times. */
export const recordIndexPk = (gen: string, order: keyof typeof letters): string => `T#${gen}#${letters[order]}`;
