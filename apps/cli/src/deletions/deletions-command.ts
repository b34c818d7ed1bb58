import type { Command } from 'commander';
import { confirmDeletions, undoDeletions } from '@twl/pipeline';
import { publicRun, type StoredRun } from '@twl/ports';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { runLine } from '../output/run-view';
import { withRuntime } from '../with-runtime';
import { workUntilClosed } from './work-until-closed';

interface DecideOptions {
  why?: string;
  json?: boolean;
}

/** `twl deletions`: decides about records that a run found gone. */
export const addDeletions = (program: Command): void => {
  const deletions = program.command('deletions').description('records that a run found gone: delete them after all, or bring them back');
  const decision = (name: string, description: string, decide: typeof confirmDeletions): void => {
    deletions
      .command(`${name} <run>`)
      .description(description)
      .option('--why <reason>', 'why, for the audit log')
      .option('--json', 'print { runs: [...] }')
      .action((id: string, options: DecideOptions) => carryOut(id, decide, options));
  };
  decision('confirm', 'delete what the run found gone and asked about', confirmDeletions);
  decision('undo', 'bring back what the run deleted, as it last was', undoDeletions);
};

const carryOut = (id: string, decide: typeof confirmDeletions, { why, json }: DecideOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const ports = actionPorts(runtime);
    await decide(ports, id, { ...osUser(), why: why ?? null });
    const run = await workUntilClosed(runtime, id);
    if (json) printJson({ runs: [publicRun(run)] });
    else process.stdout.write(`${runLine(publicRun(run))}\n${tell(run)}\n`);
    if (run.deletions?.state !== 'deleted' && run.deletions?.state !== 'undone') process.exitCode = 1;
  });

const tell = ({ deletions }: StoredRun): string => {
  if (deletions?.state === 'deleted') return `${deletions.gone} of ${deletions.of} records are deleted`;
  if (deletions?.state === 'undone') return `what was deleted is back: ${deletions.gone} records`;
  return 'nothing was deleted';
};
