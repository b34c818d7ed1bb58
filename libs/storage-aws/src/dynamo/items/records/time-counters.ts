import type { TableAction } from '../../table/action';
import { addNumbers } from '../../table/expression';
import { timeKey } from '../keys';

/** Widths of the counted buckets, ms. */
export const counterWidths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

export type Width = keyof typeof counterWidths;

/** Buckets per item: the minutes of an hour, the hours of a day, 32 days. */
const perItem: Record<Width, number> = { minute: 60, hour: 24, day: 32 };

export const counterPk = (gen: string, width: Width): string => `C#${gen}#${width}`;

/** Returns the start of the item that has the bucket of a time, ms. */
export const itemStart = (width: Width, time: number): number => {
  const length = counterWidths[width] * perItem[width];
  return Math.floor(time / length) * length;
};

/** Counts new and changed records, in the buckets of all widths. */
export const countInTime = (gen: string, shard: number, what: { at: string; count: number }): TableAction[] => {
  const time = Date.parse(what.at);
  if (what.count === 0) return [];
  return (Object.keys(counterWidths) as Width[]).map((width) => {
    const start = itemStart(width, time);
    const name = `v${Math.floor((time - start) / counterWidths[width])}`;
    const update = { pk: counterPk(gen, width), sk: `${timeKey(start)}#${shard}` };
    return { is: 'counter', update, by: addNumbers({ [name]: what.count }, { text: 'SET #start = :start', values: { start } }) };
  });
};

/** Reads the buckets of an item: start and number. */
export const readBuckets = (item: Record<string, unknown>, width: Width): { time: number; count: number }[] =>
  Object.entries(item).flatMap(([name, count]) => {
    const index = /^v(\d+)$/.exec(name)?.[1];
    return index === undefined ? [] : [{ time: (item['start'] as number) + Number(index) * counterWidths[width], count: count as number }];
  });
