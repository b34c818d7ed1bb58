import type { Command } from 'commander';
import { findOpenFailures, redriveFailures, redriveLimits, type FailureFilter, type OpenFilter } from '@twl/pipeline';
import { NotFoundError, type FailureStore } from '@twl/ports';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';
import { checkFilter } from './check-filter';

interface RedriveOptions {
  all?: boolean;
  group?: string;
  limit: string;
  rate?: string;
  why?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** `redrive`: redrives failures, by id or all that match. `filtered` creates a command with the filter options. */
export const addRedrive = (filtered: (name: string, description: string) => Command, fixed: FailureFilter): void => {
  filtered('redrive [id...]', 'redrive failures with the current manifest and settings')
    .option('--all', 'all open failures that match the filters')
    .option('--group <id>', 'with --all: only those of this group')
    .option('--limit <count>', `maximum number of failures, at most ${redriveLimits.max}`, String(redriveLimits.default))
    .option('--rate <count>', 'maximum redrives started per second')
    .option('--why <reason>', 'reason, for the audit log')
    .option('--dry-run', 'only list the failures')
    .action((ids: string[], { all, group, limit, rate, why, dryRun, json, ...filter }: FailureFilter & RedriveOptions) =>
      bulkRedrive(ids, { ...filter, ...fixed, group }, { all, limit, rate, why, dryRun, json }),
    );
};

const bulkRedrive = (
  ids: string[],
  { group, ...filter }: OpenFilter,
  { all, limit, rate, why, dryRun, json }: RedriveOptions,
): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const maxCount = parseWholeNumber('--limit', limit, redriveLimits.max);
    if (ids.length === 0 && !all) throw new UsageError('give ids of failures, or --all');
    const ports = actionPorts(runtime);
    const wanted = await checkFilter(runtime, filter);
    const chosen = all
      ? await findOpenFailures(ports, { ...wanted, group }, maxCount)
      : { ids: await requireFailures(ports.failures, ids), more: false };
    const batch = { ids: chosen.ids, rate: rate === undefined ? undefined : parseWholeNumber('--rate', rate) };
    const actor = { ...osUser(), why: why ?? null };
    const results = dryRun ? chosen.ids.map((id) => ({ id, kind: 'would be redriven' })) : await redriveFailures(ports, batch, actor);
    if (results.some(({ kind }) => kind === 'failed' || kind === 'refused')) process.exitCode = 1;
    if (json) printJson({ results });
    else for (const { id, ...result } of results) process.stdout.write(`${paint.cyan(id)} ${Object.values(result).join(' ')}\n`);
    if (chosen.more) process.stderr.write(`more failures match than --limit ${maxCount} allows\n`);
  });

/** Checks all ids before the first redrive. @throws NotFoundError */
const requireFailures = async (failures: FailureStore, ids: string[]): Promise<string[]> => {
  for (const id of ids) if (!(await failures.get(id))) throw new NotFoundError('failure', id);
  return ids;
};
