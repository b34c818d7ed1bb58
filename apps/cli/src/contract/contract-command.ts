import type { Command } from 'commander';
import type { Drift, StreamContract } from '@twl/contracts';
import { acceptDrift, loadStreamContract, listDrift } from '@twl/pipeline';
import { NotFoundError } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { runnableSource } from '../source/runnable-source';
import { withRuntime } from '../with-runtime';

/** `twl contract ...`: shows the data contract and the drift of a stream, and accepts changes. */
export const addContract = (program: Command): void => {
  const contract = program.command('contract').description('data contract of a stream: the fields and types that its records must have');
  contract
    .command('show <source> <stream>')
    .description('show the contract of a stream and the changes that runs found')
    .option('--json', 'print { contract, drift: [...] }')
    .action(showContract);
  const accept = contract
    .command('accept <source> <stream> [field...]')
    .description('accept refused changes: of these fields, or all')
    .requiredOption('--why <reason>', 'reason, for the audit log');
  accept.action((source: string, stream: string, fields: string[]) =>
    acceptChanges({ source, stream, fields }, accept.opts<{ why: string }>().why),
  );
};

const showContract = (source: string, stream: string, { json }: { json?: boolean }): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const contract = await loadContract(runtime, source, stream);
    const drift = await listDrift(runtime.engine, { source, stream });
    if (json) printJson({ contract, drift });
    else process.stdout.write([...fieldLines(contract), '', ...driftLines(drift)].map((text) => `${text}\n`).join(''));
  });

const acceptChanges = ({ source, stream, fields }: { source: string; stream: string; fields: string[] }, why: string): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    if (why.trim() === '') throw new UsageError('--why must not be blank');
    await loadContract(runtime, source, stream);
    const wanted = { source, stream, fields: fields.length > 0 ? fields : undefined };
    const { accepted, waiting } = await acceptDrift(actionPorts(runtime), wanted, { ...osUser(), why }).catch(throwUsageError);
    if (accepted.length === 0) process.stdout.write('nothing to do: there are no refused changes\n');
    for (const { field, type } of accepted)
      process.stdout.write(`${paint.cyan(field)} ${type === null ? 'may be missing' : `may be ${type}`}\n`);
    if (waiting > 0) process.stdout.write(`${waiting} refused: ${redriveCommand(source, stream)}\n`);
  });

const redriveCommand = (source: string, stream: string): string =>
  paint.bold(`twl failures redrive --all --source ${source} --stream ${stream} --reason CONTRACT`);

const throwUsageError = (error: unknown): never => {
  throw error instanceof NotFoundError ? new UsageError(error.message) : error;
};

/** Returns the contract of a stream. @throws UsageError if the stream does not exist or has no contract */
const loadContract = async ({ catalog, engine }: Runtime, name: string, stream: string): Promise<StreamContract> => {
  const source = await runnableSource(catalog, name);
  const own = source.streams.find((each) => each.name === stream);
  if (!own) throw new UsageError(`${name} has no stream ${stream} (it has ${source.streams.map((each) => each.name).join(', ')})`);
  const contract = await loadStreamContract(engine.contracts, own);
  if (!contract) throw new UsageError(`${name}.${stream} has no contract: add "contract: {}" to the stream in its source.yaml`);
  return contract;
};

const fieldLines = ({ policies, fields }: StreamContract): string[] => [
  paint.dim(`new fields: ${policies.newFields}, change of type: ${policies.typeChange}, removed: ${policies.removed}`),
  ...(fields.length === 0 ? ['no run has found any fields yet'] : []),
  ...fields.map(({ field, types, always, declared, since }) => {
    const origin = [declared && 'declared', since && `since run ${since.runSeq}`, always && 'in every record'].filter(Boolean).join(', ');
    return `${paint.cyan(field)} ${types.join(' | ')} ${paint.dim(origin)}`;
  }),
];

const driftLines = (drift: readonly Drift[]): string[] =>
  drift.length === 0
    ? ['no changes so far']
    : drift.map(({ runSeq, at, change, field, oldType, newType, status, sample }) => {
        const state = status === 'refused' ? paint.yellow(status) : paint.dim(status);
        const types = [oldType ?? '-', newType ?? '-'].join(' → ');
        return `${paint.dim(`${at} run ${runSeq}`)} ${change} ${paint.cyan(field)} ${types} ${state}${sample === null ? '' : ` ${sample}`}`;
      });
