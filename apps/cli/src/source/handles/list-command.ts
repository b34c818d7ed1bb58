import type { Command } from 'commander';
import type { SourceStatus } from '@twl/contracts';
import { whenText } from '../../output/lists/age';
import { withExamples } from '../../output/examples';
import { printList, withListOptions, type ListOptions } from '../../output/lists/list-options';
import { paint } from '../../output/paint';
import { parseWholeNumber } from '../../output/whole-number';
import { readStatuses } from '../../status/read-statuses';
import { paintFreshness } from '../../status/paint-freshness';
import { withRuntime } from '../../with-runtime';

/** `twl sources list`. */
export const addList = (sources: Command): void => {
  const list = sources.command('list').description('list sources with their schedule, freshness and records').action(listSources);
  withListOptions(list, '{ sources: [...], more }, each as the API returns it', '100');
  withExamples(list, [['sources list', 'every source, and when it runs next']]);
};

const listSources = ({ limit, json }: ListOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const count = parseWholeNumber('--limit', limit);
    const all = await readStatuses(runtime);
    const now = runtime.clock.now();
    const list = {
      ...{ items: all.slice(0, count), more: all.length > count },
      ...{ head: ['source', 'freshness', 'schedule', 'last success', 'next run', 'records'], row: (one: SourceStatus) => rowOf(one, now) },
      empty: 'no sources: make one with twl source add',
    };
    printList('sources', list, json);
  });

const rowOf = (source: SourceStatus, now: number) => {
  const { name, freshness, schedule, nextRunAt, records, streams } = source;
  const newest = streams
    .flatMap(({ lastSuccessAt }) => lastSuccessAt ?? [])
    .sort()
    .at(-1);
  return [
    { text: name, paint: paint.bold },
    { text: freshness, paint: paintFreshness(freshness) },
    { text: schedule?.cron ?? '-' },
    { text: whenText(newest, now) },
    { text: whenText(nextRunAt, now) },
    { text: String(records) },
  ];
};
