import type { Command } from 'commander';
import { keyNameSchema, keySourcesSchema, roleSchema, type ApiKey } from '@twl/contracts';
import { createKey, describeKey, revokeKey, type NewKey } from '@twl/pipeline';
import { actionPorts } from '../audit/action-ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';

interface CreateOptions {
  role: string;
  source: string[];
  expires: string;
  why?: string;
  json?: boolean;
}

interface RevokeOptions {
  why?: string;
  json?: boolean;
}

const dayMs = 86_400_000;

/** `twl keys`: makes, lists and revokes the API keys of an installation. */
export const addKeys = (program: Command): void => {
  const keys = program.command('keys').description('API keys: who may call the API, and what they may do');
  keys
    .command('create <name>')
    .description('make a key and print it; it is shown only now. NAME says who or what uses it')
    .option('--role <role>', `${roleSchema.options.join(', ')}: each may do all that those before it may`, 'viewer')
    .option('--source <name>', 'limit the key to this source; repeat for more', (name: string, all: string[]) => [...all, name], [])
    .option('--expires <days>', 'days after which it expires, or never', '365')
    .option('--why <reason>', 'reason, for the audit log')
    .option('--json', 'print { key, text }')
    .action(create);
  keys
    .command('list')
    .description('list keys, newest first, with those that expired or were revoked')
    .option('--json', 'print { keys: [...] }')
    .action(list);
  keys
    .command('revoke <id>')
    .description('refuse a key from now on, and the sessions that were opened with it')
    .option('--why <reason>', 'reason, for the audit log')
    .option('--json', 'print { key }')
    .action(revoke);
};

const create = (name: string, { why, json, ...options }: CreateOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const ports = actionPorts(runtime);
    const { key, text } = await createKey(ports, newKey(name, options, ports.clock.now()), { ...osUser(), why: why ?? null });
    if (json) return printJson({ key, text });
    process.stderr.write(`${keyLine(key, ports.clock.now())}\nThe key, which is shown only now:\n`);
    process.stdout.write(`${text}\n`);
  });

const newKey = (name: string, { role, source, expires }: Omit<CreateOptions, 'why' | 'json'>, now: number): NewKey => {
  const [named, given, limited] = [keyNameSchema.safeParse(name), roleSchema.safeParse(role), keySourcesSchema.safeParse(source)];
  if (!named.success) throw new UsageError('the name of a key has 1 to 100 characters');
  if (!given.success) throw new UsageError(`--role must be one of ${roleSchema.options.join(', ')}, not ${JSON.stringify(role)}`);
  if (source.length > 0 && !limited.success) throw new UsageError('--source must be the name of a source');
  const days = expires === 'never' ? null : parseWholeNumber('--expires', expires, 3650);
  const expiresAt = days === null ? null : new Date(now + days * dayMs).toISOString();
  return { name: named.data, role: given.data, sources: source.length > 0 ? source : null, expiresAt };
};

const list = ({ json }: { json?: boolean }): Promise<void> =>
  withRuntime({ fetches: false }, async ({ engine, clock }) => {
    const keys = (await engine.credentials.listKeys()).map(describeKey);
    if (json) return printJson({ keys });
    for (const key of keys) process.stdout.write(`${keyLine(key, clock.now())}\n`);
    if (keys.length === 0) process.stderr.write('there are no keys: make one with "twl keys create NAME"\n');
  });

const revoke = (id: string, { why, json }: RevokeOptions): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const key = await revokeKey(actionPorts(runtime), id, { ...osUser(), why: why ?? null });
    if (json) printJson({ key });
    else process.stdout.write(`${keyLine(key, runtime.clock.now())}\n`);
  });

const keyLine = ({ id, name, role, sources, lastUsedAt, ...key }: ApiKey, now: number): string => {
  const limits = sources ? ` ${sources.join(', ')}` : '';
  const used = lastUsedAt === null ? 'never used' : `used ${lastUsedAt}`;
  return `${paint.cyan(id)} ${paint.bold(name)} ${role}${limits} ${stateOf(key, now)} ${paint.dim(used)}`;
};

const stateOf = ({ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>, now: number): string => {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  if (expiresAt === null) return 'does not expire';
  return Date.parse(expiresAt) <= now ? `expired ${expiresAt}` : `expires ${expiresAt}`;
};
