import type { Command } from 'commander';
import type { Failure } from '@twl/contracts';
import { discardFailure, listFailures, type FailureFilter } from '@twl/pipeline';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { withRuntime } from '../with-runtime';
import { checkFilter } from './check-filter';
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
  filtered('list', 'list open failures')
    .option('--all', 'also resolved, superseded and discarded failures')
    .action(({ json, all, ...filter }: FailureFilter & { json?: boolean; all?: boolean }) =>
      showFailures({ ...filter, ...fixed }, { json, all }),
    );
  group
    .command('show <id>')
    .description('show a failure with its data')
    .action((id: string) =>
      withRuntime({ fetches: false }, async ({ engine }) => printJson(await requireFailure(engine.failures.get(id), id))),
    );
  addRedrive(filtered, fixed);
  group
    .command('discard <id...>')
    .description('discard failures: they stay visible with the status discarded')
    .requiredOption('--why <reason>', 'reason, for the audit log')
    .action(bulkDiscard);
};

const requireFailure = async (failure: Promise<Failure | undefined>, id: string): Promise<Failure> => {
  const value = await failure;
  if (!value) throw new UsageError(`there is no failure ${JSON.stringify(id)}`);
  return value;
};

const showFailures = (filter: FailureFilter, { json, all }: { json?: boolean; all?: boolean }): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const failures: Failure[] = [];
    const wanted: FailureFilter = { ...(await checkFilter(runtime, filter)), ...(all ? {} : { status: 'open' }) };
    for await (const failure of listFailures(runtime.engine.failures, wanted)) failures.push(failure);
    if (json) printJson({ failures });
    else for (const failure of failures) process.stdout.write(`${failureLine(failure)}\n`);
  });

const failureLine = ({ id, status, reason, detail, pointer, seen }: Failure): string =>
  `${paint.cyan(id)} ${status === 'open' ? paint.yellow(status) : paint.dim(status)} ${reason} ${pointer ? `${pointer}: ` : ''}${detail}${seen ? paint.dim(` (in ${seen.count} runs since ${seen.first})`) : ''}`;

const bulkDiscard = (ids: string[], { why }: { why: string }): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    if (why.trim() === '') throw new UsageError('--why must not be blank');
    for (const id of ids) {
      const { status } = await discardFailure(actionPorts(runtime), id, { ...osUser(), why });
      process.stdout.write(`${paint.cyan(id)} ${status}\n`);
    }
  });
