import type { Command } from 'commander';
import { findOpenFailures, redriveFailures, redriveLimits, type FailureFilter } from '@twl/pipeline';
import { NotFoundError, type FailureStore } from '@twl/ports';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { wholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';
import { checkedFilter } from './checked-filter';

interface RedriveOptions {
  all?: boolean;
  limit: string;
  rate?: string;
  why?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** `redrive`: tries failures again, by name or all that match. `filtered` makes a command with the options of a filter. */
export const addRedrive = (filtered: (name: string, description: string) => Command, fixed: FailureFilter): void => {
  filtered('redrive [id...]', 'try again, with the manifest and settings in force now')
    .option('--all', 'everything open that the filters let through')
    .option('--limit <count>', `at most this many, up to ${redriveLimits.max}`, String(redriveLimits.default))
    .option('--rate <count>', 'begin at most this many in a second')
    .option('--why <reason>', 'why, for the audit log')
    .option('--dry-run', 'only list what would be tried')
    .action((ids: string[], { all, limit, rate, why, dryRun, json, ...filter }: FailureFilter & RedriveOptions) =>
      bulkRedrive(ids, { ...filter, ...fixed }, { all, limit, rate, why, dryRun, json }),
    );
};

const bulkRedrive = (ids: string[], filter: FailureFilter, { all, limit, rate, why, dryRun, json }: RedriveOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const most = wholeNumber('--limit', limit, redriveLimits.max);
    if (ids.length === 0 && !all) throw new UsageError('name failures, or say --all');
    const ports = actionPorts(runtime);
    const wanted = await checkedFilter(runtime, filter);
    const chosen = all ? await findOpenFailures(ports, wanted, most) : { ids: await known(ports.failures, ids), more: false };
    const batch = { ids: chosen.ids, rate: rate === undefined ? undefined : wholeNumber('--rate', rate) };
    const actor = { ...osUser(), why: why ?? null };
    const results = dryRun ? chosen.ids.map((id) => ({ id, kind: 'would be tried' })) : await redriveFailures(ports, batch, actor);
    if (results.some(({ kind }) => kind === 'failed' || kind === 'refused')) process.exitCode = 1;
    if (json) printJson({ results });
    else for (const { id, ...result } of results) process.stdout.write(`${paint.cyan(id)} ${Object.values(result).join(' ')}\n`);
    if (chosen.more) process.stderr.write(`more match than --limit ${most} lets through\n`);
  });

/** Names that are wrong are said before anything is done. */
const known = async (failures: FailureStore, ids: string[]): Promise<string[]> => {
  for (const id of ids) if (!(await failures.get(id))) throw new NotFoundError('failure', id);
  return ids;
};
