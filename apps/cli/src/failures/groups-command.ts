import type { Command } from 'commander';
import type { FailureGroup } from '@twl/contracts';
import { groupFailures, type FailureFilter } from '@twl/pipeline';
import { withExamples } from '../output/examples';
import { whenText } from '../output/lists/age';
import { printList } from '../output/lists/list-options';
import { paint } from '../output/paint';
import { parseWholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';
import { checkFilter } from './check-filter';

/** `failures groups`: what is refused, by source, stream, reason and problem. */
export const addGroups = (filtered: (name: string, description: string) => Command, fixed: FailureFilter): void => {
  const groups = filtered('groups', 'count open failures by source, stream, reason and problem, the largest group first')
    .option('--limit <count>', 'maximum number of groups', '20')
    .action(({ json, limit, ...filter }: FailureFilter & { json?: boolean; limit: string }) =>
      showGroups({ ...filter, ...fixed }, { json, limit }),
    );
  withExamples(groups, [['failures groups', 'what is refused, how often, and since when; "redrive --all --group ID" tries one again']]);
};

const showGroups = (filter: FailureFilter, { json, limit }: { json?: boolean | undefined; limit: string }): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const count = parseWholeNumber('--limit', limit);
    const wanted = await checkFilter(runtime, filter);
    const { groups, more } = await groupFailures({ failures: runtime.engine.failures, clock: runtime.clock }, wanted);
    const now = runtime.clock.now();
    const list = {
      ...{ items: groups.slice(0, count), more: more || groups.length > count },
      ...{ head: ['group', 'count', 'stream', 'first', 'last', 'of 7 days', 'reason'], row: (group: FailureGroup) => rowOf(group, now) },
      empty: 'no open failures',
    };
    printList('groups', list, json);
  });

const rowOf = ({ id, count, source, stream, first, last, trend, reason, problem }: FailureGroup, now: number) => [
  { text: id, paint: paint.cyan },
  { text: String(count), paint: paint.bold },
  { text: `${source}.${stream}` },
  { text: whenText(first, now) },
  { text: whenText(last, now) },
  { text: trend.join(' '), paint: paint.dim },
  { text: `${reason} ${problem}` },
];
