import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { workspace } from './dist';

type Settings = Record<string, unknown>;

const never = { cron: '0 0 29 2 *', catchUp: 'none' };

const pointTo = (value: unknown, address: string): unknown =>
  typeof value === 'string' ? value.replaceAll('{simulator}', address) : value;

/** Copies a shipped source, pointed at a simulator of the test's own and run by nothing but the test. */
export const copySource = (folder: string, name: string, options: { address: string; as?: string; settings?: Settings }): void => {
  const { address, as = name, settings = {} } = options;
  mkdirSync(folder, { recursive: true });
  const target = join(folder, as);
  cpSync(join(workspace, 'sources', name), target, { recursive: true });
  const file = join(target, 'source.yaml');
  const { simulated = {}, config = {}, name: _, ...rest } = parse(readFileSync(file, 'utf8')) as Record<string, Settings>;
  const standIn = Object.fromEntries(Object.entries(simulated).map(([key, value]) => [key, pointTo(value, address)]));
  const own = { ...rest, schedule: never, config: { ...config, ...standIn }, allowPrivateAddresses: true, allowHttp: true, ...settings };
  writeFileSync(file, stringify(own));
};
