import type { Command } from 'commander';
import { auditActionSchema, type AuditAction, type AuditEntry } from '@twl/contracts';
import type { AuditLog } from '@twl/ports';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { wholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';

interface AuditOptions {
  action?: string;
  target?: string;
  who?: string;
  limit: string;
  json?: boolean;
}

/** `twl audit`: what was done by hand, newest first. */
export const addAudit = (program: Command): void => {
  program
    .command('audit')
    .description('what was done by hand: redrives, discards, replays and edits of states, newest first')
    .option('--action <name>', `only ${auditActionSchema.options.join(', ')}`)
    .option('--target <id>', 'only on this failure, or {source}.{stream}')
    .option('--who <name>', 'only by them')
    .option('--limit <count>', 'at most this many', '50')
    .option('--json', 'print { entries: [...] }')
    .action(audit);
};

const audit = ({ action, limit, json, ...filter }: AuditOptions): Promise<void> =>
  withRuntime({ fetches: false }, async ({ engine }) => {
    const wanted = { ...filter, ...(action === undefined ? {} : { action: actionOf(action) }) };
    const entries = await newest(engine.audit, wanted, wholeNumber('--limit', limit));
    if (json) printJson({ entries });
    else for (const entry of entries) process.stdout.write(`${line(entry)}\n`);
  });

const actionOf = (text: string): AuditAction => {
  const action = auditActionSchema.safeParse(text);
  if (!action.success) throw new UsageError(`--action is one of ${auditActionSchema.options.join(', ')}, not ${JSON.stringify(text)}`);
  return action.data;
};

const newest = async (
  log: AuditLog,
  filter: { action?: AuditAction; target?: string; who?: string },
  most: number,
): Promise<AuditEntry[]> => {
  const entries: AuditEntry[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await log.list({ ...filter, limit: Math.min(200, most - entries.length), ...(after ? { after } : {}) });
    entries.push(...items);
    if (next === null || entries.length >= most) return entries;
    after = next;
  }
};

const line = ({ at, who, identity, action, target, why, result }: AuditEntry): string =>
  `${paint.dim(at)} ${who}${identity === 'stated' ? paint.dim(' (as stated)') : ''} ${paint.bold(action)} ${paint.cyan(target)} ${result}${why === null ? '' : paint.dim(` (${why})`)}`;
