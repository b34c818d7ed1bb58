import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { productStart } from '../product-start';
import { table } from '../table';
import type { ArraySize } from './big-array';
import { writeBigSource } from './big-source';
import { peakUntilExit } from './watch-memory';

const command = 'dist/apps/cli/main.cjs';

/** Usual records, and such as few sources have. */
const recordSizes = [1000, 1_000_000];

/**
 * How much memory one answer of any size costs: the built product fetches one JSON array from another process, stores it, and processes
 * it, in one process of its own.
 */
export const benchMemory = async (megabytes: number): Promise<void> => {
  if (!existsSync(command)) throw new Error(`${command} is not there: build the product first (npm run build)`);
  process.stdout.write(`one JSON array of ${megabytes} MB, fetched and processed by one process\n\n`);
  const rows = [['records of', 'state', 'records', 'seconds', 'peak MB']];
  for (const recordBytes of recordSizes) {
    const { run, seconds, peak } = await fetchArray({ bytes: megabytes * 1e6, recordBytes });
    rows.push([`${recordBytes / 1000} kB`, ...[run.state, String(run.counts.new), seconds.toFixed(0), (peak / 2 ** 20).toFixed(0)]]);
  }
  process.stdout.write(`${table(rows)}\n`);
};

const fetchArray = async (size: ArraySize): Promise<Ran> => {
  const folder = mkdtempSync(join(tmpdir(), 'twl-memory-'));
  const server = spawn(process.execPath, [process.argv[1]!, 'big-array', JSON.stringify(size)], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [port] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
    writeBigSource(`${folder}/sources`, port.trim());
    return await runProduct(folder);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
};

interface Ran {
  run: { state: string; counts: { new: number } };
  seconds: number;
  peak: number;
}

const runProduct = async (folder: string): Promise<Ran> => {
  const { PATH, TMPDIR } = process.env;
  const { flags, env: own } = productStart();
  const env = { ...own, PATH, TMPDIR, DATA_DIR: `${folder}/data`, SOURCES_DIR: `${folder}/sources`, SIMULATOR: 'off' };
  const started = Date.now();
  const child = spawn(process.execPath, [...flags, command, 'run', 'big', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, peak] = await Promise.all([text(child.stdout), peakUntilExit(child)]);
  const [run] = (JSON.parse(output) as { runs: Ran['run'][] }).runs;
  return { run: run!, seconds: (Date.now() - started) / 1000, peak };
};
