import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/** What reading cost the process that did it, its start included. */
export interface ReadCost {
  records: number;
  cpuSeconds: number;
}

/** Runs the command of the package with its output counted and thrown away, and says what it cost. */
const program = `
import json, os, resource, sys, threading
from airbyte_cdk.cli.source_declarative_manifest import run
told = os.dup(1)
reading, writing = os.pipe()
os.dup2(writing, 1)
found = [0]
def drain():
    rest = b''
    while chunk := os.read(reading, 1 << 20):
        lines = (rest + chunk).split(b'\\n')
        rest = lines.pop()
        found[0] += sum(b'"type":"RECORD"' in line[:60] for line in lines)
counter = threading.Thread(target=drain)
counter.start()
try:
    run()
finally:
    sys.stdout.flush()
    os.close(1)
    os.close(writing)
    counter.join()
    used = resource.getrusage(resource.RUSAGE_SELF)
    os.write(told, json.dumps({'records': found[0], 'cpuSeconds': used.ru_utime + used.ru_stime}).encode())
`;

/** Whether this Python has the package. */
export const hasPackage = async (python: string): Promise<boolean> => (await run(python, ['-c', 'import airbyte_cdk'])).code === 0;

/** Reads all records of a manifest with the Python engine. */
export const readPython = async (
  python: string,
  folder: string,
  { base, manifest }: { base: string; manifest: string },
): Promise<ReadCost> => {
  const stream = { name: 'items', json_schema: {}, supported_sync_modes: ['full_refresh'] };
  const catalog = { streams: [{ stream, sync_mode: 'full_refresh', destination_sync_mode: 'append' }] };
  const file = (name: string, content: string) => {
    writeFileSync(`${folder}/${name}`, content);
    return `${folder}/${name}`;
  };
  const args = ['--manifest-path', file('manifest.yaml', manifest), '--config', file('config.json', JSON.stringify({ base }))];
  const { code, output } = await run(python, ['-c', program, 'read', ...args, '--catalog', file('catalog.json', JSON.stringify(catalog))]);
  const cost = /\{"records".*\}$/.exec(output.trim())?.[0];
  if (code !== 0 || cost === undefined) throw new Error(`the Python engine failed (${code})`);
  return JSON.parse(cost) as ReadCost;
};

const run = async (python: string, args: string[]): Promise<{ code: number; output: string }> => {
  const child = spawn(python, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = new Promise<number>((resolve) => child.once('error', () => resolve(-1)).once('close', (code) => resolve(code ?? -1)));
  const [output, code] = await Promise.all([text(child.stdout), closed]);
  return { code, output };
};
