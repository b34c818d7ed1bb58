import type { Command } from 'commander';
import { auditActionSchema, type AuditAction, type AuditEntry } from '@twl/contracts';
import type { AuditLog } from '@twl/ports';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';

interface AuditOptions {
  action?: string;
  target?: string;
  who?: string;
  limit: string;
  json?: boolean;
}

/** `twl audit`: lists audited actions, newest first. */
export const addAudit = (program: Command): void => {
  program
    .command('audit')
    .description('list manual actions, newest first: redrives, discards, replays, edits of states and others')
    .option('--action <name>', `only this action: ${auditActionSchema.options.join(', ')}`)
    .option('--target <id>', 'only on this target: the id of a failure or a run, or {source}.{stream}')
    .option('--who <name>', 'only by this actor')
    .option('--limit <count>', 'maximum number of entries', '50')
    .option('--json', 'print { entries: [...] }')
    .action(audit);
};

const audit = ({ action, limit, json, ...filter }: AuditOptions): Promise<void> =>
  withRuntime({ fetches: false }, async ({ engine }) => {
    const wanted = { ...filter, ...(action === undefined ? {} : { action: actionOf(action) }) };
    const entries = await newestEntries(engine.audit, wanted, parseWholeNumber('--limit', limit));
    if (json) printJson({ entries });
    else for (const entry of entries) process.stdout.write(`${entryLine(entry)}\n`);
  });

const actionOf = (text: string): AuditAction => {
  const action = auditActionSchema.safeParse(text);
  if (!action.success) throw new UsageError(`--action must be one of ${auditActionSchema.options.join(', ')}, not ${JSON.stringify(text)}`);
  return action.data;
};

const newestEntries = async (
  log: AuditLog,
  filter: { action?: AuditAction; target?: string; who?: string },
  limit: number,
): Promise<AuditEntry[]> => {
  const entries: AuditEntry[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await log.list({ ...filter, limit: Math.min(200, limit - entries.length), ...(after ? { after } : {}) });
    entries.push(...items);
    if (next === null || entries.length >= limit) return entries;
    after = next;
  }
};

const entryLine = ({ at, who, identity, action, target, why, result }: AuditEntry): string =>
  `${paint.dim(at)} ${who}${identity === 'stated' ? paint.dim(' (as stated)') : ''} ${paint.bold(action)} ${paint.cyan(target)} ${result}${why === null ? '' : paint.dim(` (${why})`)}`;
