import type { Command } from 'commander';
import type { Failure } from '@twl/contracts';
import { discardFailure, matching, type FailureFilter } from '@twl/pipeline';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { withRuntime } from '../with-runtime';
import { checkedFilter } from './checked-filter';
import { addRedrive } from './redrive-command';

/** `twl failures` and `twl dead-letters`: what was refused or set aside, and what can be done about it. */
export const addFailures = (program: Command): void => {
  addCommands(program.command('failures').description('records and pages that were refused'), {});
  addCommands(program.command('dead-letters').description('pages whose messages failed again and again'), { kind: 'message' });
};

const addCommands = (group: Command, fixed: FailureFilter): void => {
  const filtered = (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .option('--source <name>', 'only of this source')
      .option('--stream <name>', 'only of this stream')
      .option('--run-id <id>', 'only of this run')
      .option('--reason <code>', 'only with this reason')
      .option('--json', 'print JSON');
  filtered('list', 'list what is open')
    .option('--all', 'also what was resolved, superseded or discarded')
    .action(({ json, all, ...filter }: FailureFilter & { json?: boolean; all?: boolean }) => list({ ...filter, ...fixed }, { json, all }));
  group
    .command('show <id>')
    .description('show one failure, with its data')
    .action((id: string) => withRuntime({ fetches: false }, async ({ engine }) => printJson(await found(engine.failures.get(id), id))));
  addRedrive(filtered, fixed);
  group
    .command('discard <id...>')
    .description('give up: it stays visible as discarded')
    .requiredOption('--why <reason>', 'why, for the audit log')
    .action(bulkDiscard);
};

const found = async (failure: Promise<Failure | undefined>, id: string): Promise<Failure> => {
  const value = await failure;
  if (!value) throw new UsageError(`there is no failure ${JSON.stringify(id)}`);
  return value;
};

const list = (filter: FailureFilter, { json, all }: { json?: boolean; all?: boolean }): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const failures: Failure[] = [];
    const wanted: FailureFilter = { ...(await checkedFilter(runtime, filter)), ...(all ? {} : { status: 'open' }) };
    for await (const failure of matching(runtime.engine.failures, wanted)) failures.push(failure);
    if (json) printJson({ failures });
    else for (const failure of failures) process.stdout.write(`${line(failure)}\n`);
  });

const line = ({ id, status, reason, detail, pointer, seen }: Failure): string =>
  `${paint.cyan(id)} ${status === 'open' ? paint.yellow(status) : paint.dim(status)} ${reason} ${pointer ? `${pointer}: ` : ''}${detail}${seen ? paint.dim(` (in ${seen.count} runs since ${seen.first})`) : ''}`;

const bulkDiscard = (ids: string[], { why }: { why: string }): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    if (why.trim() === '') throw new UsageError('--why must say why');
    for (const id of ids) {
      const { status } = await discardFailure(actionPorts(runtime), id, { ...osUser(), why });
      process.stdout.write(`${paint.cyan(id)} ${status}\n`);
    }
  });
