import type { Command } from 'commander';
import { confirmDeletions, undoDeletions } from '@twl/pipeline';
import { publicRun, type StoredRun } from '@twl/ports';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { runLine } from '../output/run-view';
import { withRuntime } from '../with-runtime';
import { processUntilClosed } from './process-until-closed';

interface DecideOptions {
  why?: string;
  json?: boolean;
}

/** `twl deletions`: confirms or undoes the deletions of a run. */
export const addDeletions = (program: Command): void => {
  const deletions = program.command('deletions').description('confirm or undo the deletions of a run');
  const decision = (name: string, description: string, decide: typeof confirmDeletions): void => {
    deletions
      .command(`${name} <run>`)
      .description(description)
      .option('--why <reason>', 'reason, for the audit log')
      .option('--json', 'print { runs: [...] }')
      .action((id: string, options: DecideOptions) => decideDeletions(id, decide, options));
  };
  decision('confirm', 'delete the missing records of a run whose deletions are pending', confirmDeletions);
  decision('undo', 'restore the records that the run deleted, with their last content', undoDeletions);
};

const decideDeletions = (id: string, decide: typeof confirmDeletions, { why, json }: DecideOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const ports = actionPorts(runtime);
    await decide(ports, id, { ...osUser(), why: why ?? null });
    const run = await processUntilClosed(runtime, id);
    if (json) printJson({ runs: [publicRun(run)] });
    else process.stdout.write(`${runLine(publicRun(run))}\n${describeResult(run)}\n`);
    if (run.deletions?.state !== 'deleted' && run.deletions?.state !== 'undone') process.exitCode = 1;
  });

const describeResult = ({ deletions }: StoredRun): string => {
  if (deletions?.state === 'deleted') return `${deletions.missing} of ${deletions.of} records were deleted`;
  if (deletions?.state === 'undone') return `${deletions.missing} deleted records were restored`;
  return 'no records were deleted';
};
