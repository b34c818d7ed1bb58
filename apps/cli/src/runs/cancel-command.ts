import type { Command } from 'commander';
import { cancelRun, previewCancel, type CancelledRun } from '@twl/pipeline';
import { publicRun } from '@twl/ports';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { askConfirmation } from '../output/ask-confirmation';
import { withExamples } from '../output/examples';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { withRuntime } from '../with-runtime';

interface CancelOptions {
  why?: string;
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** `twl runs cancel`. */
export const addCancel = (runs: Command): void => {
  const cancel = runs
    .command('cancel <id...>')
    .description('end runs that are fetching: they keep the pages that they have, and end as cancelled within seconds')
    .option('--why <reason>', 'reason, for the audit log')
    .option('--dry-run', 'only say what would happen')
    .option('--yes', 'do not ask for confirmation')
    .option('--json', 'print { runs: [{ kind, pages, run }] }')
    .action(cancelRuns);
  withExamples(cancel, [
    ['runs cancel shop.orders.2026-01-31T12:00:00Z --yes --why "the wrong account"', 'end one run, without a question'],
  ]);
};

const cancelRuns = (ids: string[], { why, dryRun, yes, json }: CancelOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const ports = actionPorts(runtime);
    let results: CancelledRun[] = [];
    for (const id of ids) results.push(await previewCancel(ports, id));
    const pages = results.reduce((sum, one) => sum + one.pages, 0);
    const question = `cancel ${ids.length === 1 ? ids.join() : `${ids.length} runs`}? ${pages} pages so far are kept`;
    if (!dryRun && !(await askConfirmation(question, yes))) return void (process.exitCode = 1);
    if (!dryRun) results = await cancelAll(ports, ids, why);
    if (json) return printJson({ runs: results.map((result) => ({ ...result, run: publicRun(result.run) })) });
    for (const result of results) process.stdout.write(`${paint.cyan(result.run.id)}  ${describeResult(result, dryRun)}\n`);
  });

const cancelAll = async (
  ports: Parameters<typeof cancelRun>[0],
  ids: readonly string[],
  why: string | undefined,
): Promise<CancelledRun[]> => {
  const results: CancelledRun[] = [];
  for (const id of ids) results.push(await cancelRun(ports, id, { ...osUser(), why: why ?? null }));
  return results;
};

const describeResult = ({ kind, pages }: CancelledRun, dryRun: boolean | undefined): string => {
  if (kind === 'ended') return 'was cancelled before';
  return `${dryRun ? 'would be asked to end' : 'is asked to end'}; ${pages} pages so far are kept`;
};
