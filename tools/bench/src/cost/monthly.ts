import type { Usage } from '@twl/storage-aws';
import { table } from '../table';
import { dollarsOf } from '@twl/contracts';
import { prices } from './prices';

/** What a month of a source is taken for: a run each quarter of an hour, of which one in ten finds a hundredth of its records changed. */
const month = { days: 30, runs: 2880, changedRuns: 288, pages: 5 } as const;

/** What the functions are taken for, with a GB of memory each; a tick is an invocation of the schedule that finds nothing due. */
const seconds = { tick: 0.2, run: 1, page: 0.3 };

/** Lambda asks each of the two queues with five long polls of 20 s at once, whether there are messages or not. */
const pollsADay = (2 * 5 * 86_400) / 20;

/** Dollars a month of so many sources; without storage, transfer, logs and what people ask the API for. */
export const monthlyDollars = (sources: number, perRun: { unchanged: number; changed: number }) => {
  const { days, runs, changedRuns, pages } = month;
  const ticks = days * 1440;
  const records = sources * ((runs - changedRuns) * perRun.unchanged + changedRuns * perRun.changed);
  const gbSeconds = ticks * seconds.tick + sources * (runs * seconds.run + changedRuns * pages * seconds.page);
  const functions = gbSeconds * prices.lambdaGbSecond + (ticks + sources * changedRuns) * prices.lambdaRequest;
  const queues = days * pollsADay * prices.sqsRequest;
  const alarms = prices.alarms * prices.alarm + prices.compositeAlarm;
  return { records, functions, queues, alarms, sum: records + functions + queues + alarms };
};

/** The same for 2, 20 and 200 sources, from two measured runs. */
export const monthlyTable = (unchanged: Usage, changed: Usage): string => {
  const perRun = { unchanged: dollarsOf(unchanged), changed: dollarsOf(changed) };
  const kinds = ['records', 'functions', 'queues', 'alarms', 'sum'] as const;
  const rows = [2, 20, 200].map((sources) => {
    const dollars = monthlyDollars(sources, perRun);
    return [`${sources} sources`, ...kinds.map((kind) => dollars[kind].toFixed(2))];
  });
  return table([['$ a month', ...kinds], ...rows]);
};
