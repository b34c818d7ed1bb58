import { randomUUID } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Item } from '../table/action';
import { timeKey } from './keys';

/** A hint that something may stand at a time. */
export interface Hint {
  time: number;
  key: string;
}

/** How far the times in one pack may lie apart, ms; packs of close times are spread over so many partitions. */
const span = 600_000;
export const spread = 4;

/** Hints of one time from which on they have a pack of their own. */
const enough = 8;
const packedFrom = 400;

/** The order of hints: by time, then by key. */
export const byTime = (a: Hint, b: Hint): number => a.time - b.time || (a.key < b.key ? -1 : Number(a.key > b.key));

const encode = (value: unknown): string | Uint8Array => {
  const text = JSON.stringify(value);
  return text.length < packedFrom ? text : deflateRawSync(text);
};

const decode = (stored: unknown): unknown =>
  JSON.parse(typeof stored === 'string' ? stored : inflateRawSync(stored as Uint8Array).toString('utf8'));

const placeOf = (pk: string, hi: number) => ({ pk, sk: `${timeKey(hi)}#${randomUUID().slice(0, 13)}` });

/** A pack of keys that share their time. */
const exactPack = (pk: string, time: number, hints: readonly Hint[]): Item => ({
  ...placeOf(pk, time),
  e: encode(hints.map(({ key }) => key)),
});

/** A pack of keys whose times are close. */
const closePack = (pk: string, hints: readonly Hint[]): Item => {
  const hi = hints.at(-1)!.time;
  const lane = Math.abs(Math.floor(hi / span)) % spread;
  return { ...placeOf(`${pk}#${lane}`, hi), e: encode(hints.map(({ time, key }) => [hi - time, key])) };
};

/** Items that say where things stand in time; `isScattered` where they may share no times. */
export const packsOf = (pk: string, hints: readonly Hint[], isScattered = false): Item[] => {
  const byExact = Map.groupBy([...hints].sort(byTime), ({ time }) => time);
  const packs: Item[] = [];
  let close: Hint[] = [];
  for (const [time, group] of byExact) {
    if (!isScattered || group.length >= enough) packs.push(exactPack(pk, time, group));
    else {
      if (close.length > 0 && time - close[0]!.time > span) {
        packs.push(closePack(pk, close));
        close = [];
      }
      close.push(...group);
    }
  }
  return close.length > 0 ? [...packs, closePack(pk, close)] : packs;
};

/** Partitions that {@link packsOf} writes to, with how far times in a pack may lie before its own. */
export const tracksOf = (pk: string, isScattered: boolean): { pk: string; span: number }[] => [
  { pk, span: 0 },
  ...(isScattered ? Array.from({ length: spread }, (_, lane) => ({ pk: `${pk}#${lane}`, span })) : []),
];

/** The hints of a pack; `hi` is the time in its sort key, the latest of them. */
export const hintsIn = (stored: unknown, hi: number): Hint[] =>
  (decode(stored) as (string | [number, string])[]).map((one) =>
    typeof one === 'string' ? { time: hi, key: one } : { time: hi - one[0], key: one[1] },
  );

/** The partition of a generation's records by one of their times. */
export const recordTrack = (gen: string, order: 'u' | 't'): string => `T#${gen}#${order}`;
