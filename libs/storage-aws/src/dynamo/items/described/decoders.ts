import { fromOrderText } from '@twl/ports';
import { decodeEntries } from '../index-pages';
import { timeOfKey } from '../keys';
import { readOrder } from '../records/record-items';

/** Converts milliseconds into a time; leaves other values unchanged. */
const timeOf = (ms: number): string | number => (Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : ms);

interface GivenUp {
  gen: string;
  at: number;
}

/** Decoders of attributes, by their format. */
export const decoders = {
  plain: (value: unknown): unknown => value,
  number: (value: unknown): unknown => Number(value),
  ms: (value: unknown): unknown => timeOf(value as number),
  seconds: (value: unknown): unknown => timeOf((value as number) * 1000),
  timeKey: (value: unknown): unknown => timeOf(timeOfKey(value as string)),
  json: (value: unknown): unknown => JSON.parse(value as string) as unknown,
  orderText: (value: unknown): unknown => fromOrderText(value as string),
  order: (value: unknown): unknown => readOrder(value as string),
  givenUp: (value: unknown): unknown => (value as GivenUp[]).map(({ gen, at }) => ({ generation: gen, givenUpAt: timeOf(at) })),
} as const;

export type AttributeDecoder = keyof typeof decoders;

/** Reads the entries of an index page, whose sort key begins with the latest of their times. */
export const readEntries = (sk: string, stored: unknown): { time: string | number; key: string }[] =>
  decodeEntries(stored, timeOfKey(sk)).map(({ time, key }) => ({ time: timeOf(time), key }));
