import type { Command } from 'commander';
import type { Failure } from '@twl/contracts';
import { discard, redrive } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { withRuntime } from '../with-runtime';
import { matching, type FailureFilter } from './matching';

/** Redrives of one command at most, unless told otherwise. */
const defaultLimit = '1000';

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
      .option('--run <id>', 'only of this run')
      .option('--reason <code>', 'only with this reason')
      .option('--json', 'print JSON');
  filtered('list', 'list what is open')
    .option('--all', 'also what was resolved or discarded')
    .action(({ json, all, ...filter }: FailureFilter & { json?: boolean; all?: boolean }) => list({ ...filter, ...fixed }, { json, all }));
  group
    .command('show <id>')
    .description('show one failure, with its data')
    .action((id: string) => withRuntime({ fetches: false }, async ({ engine }) => printJson(await found(engine.failures.get(id), id))));
  filtered('redrive [id...]', 'try again, with the manifest and settings in force now')
    .option('--all', 'everything open that the filters let through')
    .option('--limit <count>', 'at most this many', defaultLimit)
    .option('--dry-run', 'only list what would be tried')
    .action((ids: string[], options: FailureFilter & BulkOptions) => bulkRedrive(ids, { ...options, ...fixed }));
  group
    .command('discard <id...>')
    .description('give up: it stays visible as discarded')
    .requiredOption('--why <reason>', 'why, for the log')
    .action(bulkDiscard);
};

interface BulkOptions {
  all?: boolean;
  limit: string;
  dryRun?: boolean;
  json?: boolean;
}

const found = async (failure: Promise<Failure | undefined>, id: string): Promise<Failure> => {
  const value = await failure;
  if (!value) throw new UsageError(`there is no failure ${JSON.stringify(id)}`);
  return value;
};

const list = (filter: FailureFilter, { json, all }: { json?: boolean; all?: boolean }): Promise<void> =>
  withRuntime({ fetches: false }, async ({ engine }) => {
    const failures = await matching(engine.failures, { ...filter, ...(all ? {} : { status: 'open' }) }, Infinity);
    if (json) printJson({ failures });
    else for (const failure of failures) process.stdout.write(`${line(failure)}\n`);
  });

const line = ({ id, status, reason, detail, pointer }: Failure): string =>
  `${paint.cyan(id)} ${status === 'open' ? paint.yellow(status) : paint.dim(status)} ${reason} ${pointer ? `${pointer}: ` : ''}${detail}`;

const bulkRedrive = (ids: string[], { all, limit, dryRun, json, ...filter }: FailureFilter & BulkOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const most = Number(limit);
    if (!Number.isInteger(most) || most < 1) throw new UsageError(`--limit must be a whole number above 0, not ${JSON.stringify(limit)}`);
    if (ids.length === 0 && !all) throw new UsageError('name failures, or say --all');
    const { failures } = runtime.engine;
    const chosen = all
      ? await matching(failures, { ...filter, status: 'open' }, most)
      : await Promise.all(ids.map((id) => found(failures.get(id), id)));
    const results = dryRun ? chosen.map(({ id }) => ({ id, kind: 'would be tried' })) : await redriveAll(runtime, chosen);
    if (json) printJson({ results });
    else for (const { id, ...result } of results) process.stdout.write(`${paint.cyan(id)} ${Object.values(result).join(' ')}\n`);
  });

const redriveAll = async ({ engine, catalog, clock, log, config }: Runtime, chosen: Failure[]) => {
  const ports = { ...engine, catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm };
  const results = [];
  for (const { id } of chosen) {
    const result = await redrive(ports, id).catch((error: unknown) => ({
      kind: 'failed',
      detail: error instanceof Error ? error.message : String(error),
    }));
    if (result.kind === 'failed' || result.kind === 'refused') process.exitCode = 1;
    results.push({ id, ...result });
  }
  return results;
};

const bulkDiscard = (ids: string[], { why }: { why: string }): Promise<void> =>
  withRuntime({ fetches: false }, async ({ engine, catalog, clock, log, config }) => {
    const ports = { ...engine, catalog, clock, log, fingerprintAlgorithm: config.fingerprintAlgorithm };
    for (const id of ids) {
      const status = await discard(ports, id);
      log.info('failure.discarded', { failure: id, why, status });
      process.stdout.write(`${paint.cyan(id)} ${status}\n`);
    }
  });
