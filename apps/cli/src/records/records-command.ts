import type { Command } from 'commander';
import { recordSorts, type CuratedRecord, type RecordSort } from '@twl/contracts';
import { NotFoundError } from '@twl/ports';
import { collectPages } from '../output/lists/collect-pages';
import { withExamples } from '../output/examples';
import { printJson } from '../output/json';
import { printList, withListOptions, type ListOptions } from '../output/lists/list-options';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { refuseUnknown } from '../source/known-names';
import { withRuntime } from '../with-runtime';

interface RecordFilter {
  source?: string;
  stream?: string;
  search?: string;
  sort: string;
  deleted?: boolean;
}

/** `twl records`: lists records and shows one. */
export const addRecords = (program: Command): void => {
  const records = program.command('records').description('list records, and show one');
  const list = records
    .command('list')
    .description('list records, the newest change first')
    .option('--source <name>', 'only of this source')
    .option('--stream <name>', 'only of this stream')
    .option('--search <text>', 'only with this text in the title')
    .option('--sort <order>', `${recordSorts.join(', ')}; a minus means newest first`, recordSorts[0])
    .option('--deleted', 'also deleted records')
    .action((options: RecordFilter & ListOptions) => listRecords(options));
  withListOptions(list, '{ records: [...], more }');
  withExamples(list, [
    ['records list --source shop --limit 5', 'the five records that changed last'],
    ['records list --search invoice --json', 'by title, for a program'],
  ]);
  const get = records
    .command('get <id>')
    .description('print a record with its data, as JSON')
    .option('--json', 'the same: a record is always JSON')
    .action((id: string) => getRecord(id));
  withExamples(get, [['records get shop.orders.4711', 'one record; "twl records list" has the ids']]);
};

const listRecords = ({ limit, json, search, sort, deleted, ...names }: RecordFilter & ListOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const count = parseWholeNumber('--limit', limit);
    await refuseUnknown(runtime, names);
    const wanted = {
      ...names,
      sort: sortOf(sort),
      ...(search !== undefined && { q: search }),
      ...(deleted && { deleted: 'include' as const }),
    };
    const { items, more } = await collectPages(count, (query) => runtime.engine.reader.list({ ...wanted, ...query }));
    const list = { items, more, head: ['updated', 'id', 'title'], row: rowOf, empty: 'no records' };
    printList('records', list, json);
  });

const rowOf = ({ updatedAt, id, title, deletedAt }: CuratedRecord) => [
  { text: updatedAt, paint: paint.dim },
  { text: id, paint: paint.cyan },
  { text: `${deletedAt === undefined ? '' : '(deleted) '}${title.replaceAll(/\s+/g, ' ')}` },
];

const sortOf = (text: string): RecordSort => {
  const sort = recordSorts.find((one) => one === text);
  if (!sort) throw new UsageError(`--sort must be one of ${recordSorts.join(', ')}, not ${JSON.stringify(text)}`);
  return sort;
};

const getRecord = (id: string): Promise<void> =>
  withRuntime({ fetches: false }, async ({ engine }) => {
    const record = await engine.reader.get(id);
    if (!record) throw new NotFoundError('record', id);
    printJson(record);
  });
