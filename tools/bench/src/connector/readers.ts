import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { productStart } from '../product-start';
import { countedCommand, type CommandCost } from './counted-command';

/** What is read: a manifest, from a server, with a folder for what a command needs. */
export interface Reading {
  folder: string;
  base: string;
  manifest: string;
}

/** Loaded into our process before it starts; the other engine does the same by itself. */
const tellCpu = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeSync(3, String((user + system) / 1e6));
});
`;

/** Reads all records with `twl source read`, as the product is started. */
export const readOurs = ({ folder, base, manifest }: Reading): Promise<CommandCost> => {
  const source = `${folder}/sources/bench`;
  mkdirSync(source, { recursive: true });
  writeFileSync(`${source}/manifest.yaml`, manifest);
  const settings = { config: { base }, allowedHosts: [new URL(base).host], allowHttp: true, allowPrivateAddresses: true };
  writeFileSync(`${source}/source.yaml`, JSON.stringify(settings));
  writeFileSync(`${folder}/tell-cpu.cjs`, tellCpu);
  const own = productStart();
  const folders = { SOURCES_DIR: `${folder}/sources`, DATA_DIR: `${folder}/data`, NODE_COMPILE_CACHE: `${folder}/compiled` };
  return countedCommand({
    file: process.execPath,
    args: [...own.flags, '--require', `${folder}/tell-cpu.cjs`, 'dist/apps/cli/main.cjs', 'source', 'read', 'bench', '--live'],
    env: { ...own.env, ...process.env, ...folders },
    recordMark: '\n',
  });
};

const program = `
import os, resource
from airbyte_cdk.cli.source_declarative_manifest import run
try:
    run()
finally:
    used = resource.getrusage(resource.RUSAGE_SELF)
    os.write(3, str(used.ru_utime + used.ru_stime).encode())
`;

/** Whether this Python has the package. */
export const hasPackage = async (python: string): Promise<boolean> => {
  const child = spawn(python, ['-c', 'import airbyte_cdk'], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit').catch(() => [-1])) as [number];
  return code === 0;
};

/** Reads all records with the command of the Python package. */
export const readPython = (python: string, { folder, base, manifest }: Reading): Promise<CommandCost> => {
  const stream = { name: 'items', json_schema: {}, supported_sync_modes: ['full_refresh'] };
  const catalog = { streams: [{ stream, sync_mode: 'full_refresh', destination_sync_mode: 'append' }] };
  const file = (name: string, content: string): string => {
    writeFileSync(`${folder}/${name}`, content);
    return `${folder}/${name}`;
  };
  const args = ['--manifest-path', file('manifest.yaml', manifest), '--config', file('config.json', JSON.stringify({ base }))];
  return countedCommand({
    file: python,
    args: ['-c', program, 'read', ...args, '--catalog', file('catalog.json', JSON.stringify(catalog))],
    recordMark: '{"type":"RECORD"',
  });
};
