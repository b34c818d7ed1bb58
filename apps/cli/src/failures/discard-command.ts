import type { Command } from 'commander';
import { discardFailures, findOpenFailures, redriveLimits, type FailureFilter, type OpenFilter } from '@twl/pipeline';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { askConfirmation } from '../output/ask-confirmation';
import { withExamples } from '../output/examples';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';
import { checkFilter } from './check-filter';

interface DiscardOptions {
  why: string;
  all?: boolean;
  group?: string;
  limit: string;
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** `discard`: gives failures up, by id or all that match. `filtered` creates a command with the filter options. */
export const addDiscard = (filtered: (name: string, description: string) => Command, fixed: FailureFilter): void => {
  const discard = filtered('discard [id...]', 'discard failures: they stay visible with the status discarded')
    .requiredOption('--why <reason>', 'reason, for the audit log')
    .option('--all', 'all open failures that match the filters')
    .option('--group <id>', 'with --all: only those of this group')
    .option('--limit <count>', `maximum number of failures, at most ${redriveLimits.max}`, String(redriveLimits.default))
    .option('--dry-run', 'only list the failures')
    .option('--yes', 'do not ask for confirmation of --all')
    .action((ids: string[], { why, all, group, limit, dryRun, yes, json, ...filter }: FailureFilter & DiscardOptions) =>
      bulkDiscard(ids, { ...filter, ...fixed, group }, { why, all, limit, dryRun, yes, json }),
    );
  withExamples(discard, [
    ['failures discard shop.orders.42.0.7 --why "a test order"', 'one failure'],
    ['failures discard --all --group Y0ZfLq3yXw1c --why "the API was broken" --dry-run', 'what would be discarded of a group'],
  ]);
};

const bulkDiscard = (ids: string[], { group, ...filter }: OpenFilter, options: DiscardOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const { why, all, limit, dryRun, yes, json } = options;
    const count = parseWholeNumber('--limit', limit, redriveLimits.max);
    if (why.trim() === '') throw new UsageError('--why must not be blank');
    if (ids.length === 0 && !all) throw new UsageError('give ids of failures, or --all');
    const ports = actionPorts(runtime);
    const wanted = await checkFilter(runtime, filter);
    const chosen = all ? await findOpenFailures(ports, { ...wanted, group }, count) : { ids, more: false };
    if (all && !dryRun && !(await askConfirmation(`discard ${chosen.ids.length} failures?`, yes))) return void (process.exitCode = 1);
    const results = dryRun
      ? chosen.ids.map((id) => ({ id, kind: 'would be discarded' }))
      : await discardFailures(ports, { ids: chosen.ids }, { ...osUser(), why });
    if (results.some(({ kind }) => kind === 'failed')) process.exitCode = 1;
    if (json) printJson({ results, more: chosen.more });
    else for (const { id, ...result } of results) process.stdout.write(`${paint.cyan(id)} ${textOf(result)}\n`);
    if (chosen.more) process.stderr.write(`more failures match than --limit ${count} allows\n`);
  });

const textOf = (result: { kind: string; status?: string; detail?: string }): string => result.detail ?? result.status ?? result.kind;
