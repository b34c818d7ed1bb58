import type { Key, TableItem } from '../../table/action';
import type { ConditionalUpdate } from '../../table/expression';
import type { RecordTime, RecordTimes } from './record-items';

/** The earliest and the latest time that a generation's records may have, in both orders, ms. */
export interface GenerationTimes {
  updatedFrom: number;
  updatedTo: number;
  occurredFrom: number;
  occurredTo: number;
  /** The first minute with a count. */
  countedFrom: number;
}

/** Times are rounded to the hour, so that they are seldom written. */
const step = 3_600_000;
const minute = 60_000;

/** Attributes of the item. */
const attributes = { updatedFrom: 'ulo', updatedTo: 'uhi', occurredFrom: 'tlo', occurredTo: 'thi', countedFrom: 'mlo' } as const;

export const timeRangeKey = (gen: string): Key => ({ pk: `G#${gen}`, sk: 'B' });

/** An empty time range. */
export const emptyTimes: GenerationTimes = {
  ...{ updatedFrom: Infinity, updatedTo: -Infinity, occurredFrom: Infinity, occurredTo: -Infinity, countedFrom: Infinity },
};

/** Reads the time range; without an item it is empty. */
export const readTimeRange = (item: TableItem | undefined): GenerationTimes => {
  const known = Object.entries(attributes).map(([name, attribute]) => [name, item?.[attribute]] as const);
  return { ...emptyTimes, ...Object.fromEntries(known.filter(([, time]) => time !== undefined)) };
};

/** Returns the range of one of both orders. */
export const rangeOf = (times: GenerationTimes, order: RecordTime): { from: number; to: number } =>
  order === 'updatedAt' ? { from: times.updatedFrom, to: times.updatedTo } : { from: times.occurredFrom, to: times.occurredTo };

/** Returns the range that includes all of these times, to the hour. */
export const rangeAround = (times: readonly RecordTimes[]): Omit<GenerationTimes, 'countedFrom'> => {
  const first = (name: RecordTime) => Math.floor(Math.min(...times.map((one) => one[name])) / step) * step;
  const last = (name: RecordTime) => Math.ceil(Math.max(...times.map((one) => one[name])) / step) * step;
  return {
    ...{ updatedFrom: first('updatedAt'), updatedTo: last('updatedAt') },
    ...{ occurredFrom: first('occurredAt'), occurredTo: last('occurredAt') },
  };
};

/** Returns the minute in which a time is counted. */
export const countedMinute = (at: string): number => Math.floor(Date.parse(at) / minute) * minute;

const isStart = (name: keyof GenerationTimes): boolean => name.endsWith('From');

/** Returns those of the wanted times that are beyond the known range. */
export const timesBeyond = (wanted: Partial<GenerationTimes>, known: GenerationTimes): [keyof GenerationTimes, number][] =>
  (Object.entries(wanted) as [keyof GenerationTimes, number][]).filter(([name, time]) =>
    isStart(name) ? time < known[name] : time > known[name],
  );

/** Moves one end of a range outwards, if it is not there already. */
export const widenRange = (name: keyof GenerationTimes, time: number): ConditionalUpdate => {
  const attribute = attributes[name];
  const isWider = isStart(name) ? `#${attribute} > :time` : `#${attribute} < :time`;
  return {
    by: { text: `SET #${attribute} = :time` },
    if: { text: `attribute_not_exists(#${attribute}) OR ${isWider}`, values: { time } },
  };
};
