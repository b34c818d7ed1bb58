import type { Command } from 'commander';
import { runStateSchema, type Run } from '@twl/contracts';
import { NotFoundError, publicRun } from '@twl/ports';
import { whenText } from '../output/lists/age';
import { collectPages } from '../output/lists/collect-pages';
import { withExamples } from '../output/examples';
import { printJson } from '../output/json';
import { printList, withListOptions, type ListOptions } from '../output/lists/list-options';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { paintState, runDetails } from '../output/run-view';
import { parseWholeNumber } from '../output/whole-number';
import { refuseUnknown } from '../source/known-names';
import { withRuntime } from '../with-runtime';
import { addCancel } from './cancel-command';

interface RunFilter {
  source?: string;
  stream?: string;
  state?: string;
}

/** `twl runs`: lists, shows and cancels runs. */
export const addRuns = (program: Command): void => {
  const runs = program.command('runs').description('list, show and cancel runs');
  const list = runs
    .command('list')
    .description('list runs, newest first')
    .option('--source <name>', 'only of this source')
    .option('--stream <name>', 'only of this stream')
    .option('--state <name>', `only in this state: ${runStateSchema.options.join(', ')}`)
    .action((options: RunFilter & ListOptions) => listRuns(options));
  withListOptions(list, '{ runs: [...], more }');
  withExamples(list, [
    ['runs list --source shop', 'the last 20 runs of a source'],
    ['runs list --state failed --limit 5 --json', 'the last five that failed, for a program'],
  ]);
  const show = runs
    .command('show <id>')
    .description('show a run: its state, counts, times, and notes')
    .option('--json', 'print the run as the API returns it')
    .action((id: string, { json }: { json?: boolean }) => showRun(id, json));
  withExamples(show, [['runs show shop.orders.2026-01-31T12:00:00Z', 'one run; "twl runs list" has the ids']]);
  addCancel(runs);
};

const listRuns = ({ limit, json, state, ...names }: RunFilter & ListOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const count = parseWholeNumber('--limit', limit);
    await refuseUnknown(runtime, names);
    const wanted = { ...names, ...(state !== undefined && { state: stateOf(state) }) };
    const { items, more } = await collectPages(count, (query) => runtime.engine.runs.list({ ...wanted, ...query }));
    const now = runtime.clock.now();
    const list = {
      ...{ items: items.map(publicRun), more, head: ['started', 'stream', 'state', 'fetched', 'new', 'changed', 'refused', 'id'] },
      row: (run: Run) => rowOf(run, now),
      empty: 'no runs',
    };
    printList('runs', list, json);
  });

const rowOf = (run: Run, now: number) => {
  const { counts, source, stream, startedAt, state, id } = run;
  const count = (value: number) => ({ text: value === 0 ? '-' : String(value) });
  return [
    { text: whenText(startedAt, now), paint: paint.dim },
    { text: `${source}.${stream}` },
    { text: state, paint: paintState(state) },
    ...[count(counts.fetched), count(counts.new), count(counts.changed), count(counts.quarantined)],
    { text: id, paint: paint.cyan, isWhole: true },
  ];
};

const stateOf = (text: string): Run['state'] => {
  const state = runStateSchema.safeParse(text);
  if (!state.success) throw new UsageError(`--state must be one of ${runStateSchema.options.join(', ')}, not ${JSON.stringify(text)}`);
  return state.data;
};

const showRun = (id: string, json: boolean | undefined): Promise<void> =>
  withRuntime({ fetches: false }, async ({ engine }) => {
    const run = await engine.runs.get(id);
    if (!run) throw new NotFoundError('run', id);
    if (json) printJson(publicRun(run));
    else for (const line of runDetails(publicRun(run))) process.stdout.write(`${line}\n`);
  });
