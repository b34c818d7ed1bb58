import type { Command } from 'commander';
import type { Failure } from '@twl/contracts';
import { groupIdOf, listFailures, type FailureFilter } from '@twl/pipeline';
import { withExamples } from '../output/examples';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';
import { checkFilter } from './check-filter';
import { addDiscard } from './discard-command';
import { addGroups } from './groups-command';
import { addRedrive } from './redrive-command';

/** `twl failures` and `twl dead-letters`: list, show, redrive and discard failures. */
export const addFailures = (program: Command): void => {
  addCommands(program.command('failures').description('refused records and pages'), {});
  addCommands(program.command('dead-letters').description('pages whose messages failed repeatedly'), { kind: 'message' });
};

const addCommands = (group: Command, fixed: FailureFilter): void => {
  const filtered = (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .option('--source <name>', 'only this source')
      .option('--stream <name>', 'only this stream')
      .option('--run-id <id>', 'only this run')
      .option('--reason <code>', 'only with this reason')
      .option('--json', 'print JSON');
  const list = filtered('list', 'list open failures, newest first')
    .option('--all', 'also resolved, superseded and discarded failures')
    .option('--group <id>', 'only those of this group, as "groups" prints it')
    .option('--limit <count>', 'maximum number of failures', '50')
    .action(({ json, all, limit, group, ...filter }: FailureFilter & FailureListOptions) =>
      showFailures({ ...filter, ...fixed }, { json, all, limit, group }),
    );
  withExamples(list, [
    [`${group.name()} list --source shop --limit 5`, 'the five newest of a source'],
    [`${group.name()} list --group Y0ZfLq3yXw1c`, 'those of one group'],
  ]);
  addGroups(filtered, fixed);
  group
    .command('show <id>')
    .description('show a failure with its data')
    .action((id: string) =>
      withRuntime({ fetches: false }, async ({ engine }) => printJson(await requireFailure(engine.failures.get(id), id))),
    );
  addRedrive(filtered, fixed);
  addDiscard(filtered, fixed);
};

const requireFailure = async (failure: Promise<Failure | undefined>, id: string): Promise<Failure> => {
  const value = await failure;
  if (!value) throw new UsageError(`there is no failure ${JSON.stringify(id)}`);
  return value;
};

interface FailureListOptions {
  json?: boolean;
  all?: boolean;
  limit: string;
  group?: string;
}

const showFailures = (filter: FailureFilter, { json, all, limit, group }: FailureListOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const count = parseWholeNumber('--limit', limit);
    const wanted: FailureFilter = { ...(await checkFilter(runtime, filter)), ...(all ? {} : { status: 'open' }) };
    const failures: Failure[] = [];
    let more = false;
    for await (const failure of listFailures(runtime.engine.failures, wanted)) {
      if (group !== undefined && groupIdOf(failure) !== group) continue;
      more = failures.length === count;
      if (more) break;
      failures.push(failure);
    }
    if (json) return printJson({ failures, more });
    for (const failure of failures) process.stdout.write(`${failureLine(failure)}\n`);
    if (more) process.stderr.write(`more than ${count}: see them with --limit, or count them with groups\n`);
  });

const failureLine = ({ id, status, reason, detail, pointer, seen }: Failure): string =>
  `${paint.cyan(id)} ${status === 'open' ? paint.yellow(status) : paint.dim(status)} ${reason} ${pointer ? `${pointer}: ` : ''}${detail}${seen ? paint.dim(` (in ${seen.count} runs since ${seen.first})`) : ''}`;
