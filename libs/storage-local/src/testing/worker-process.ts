import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

const root = join(__dirname, '../../../..');

/** Bundles a file of this library into `folder` and returns the path of the bundle. */
export const buildScript = async (entry: string, folder: string): Promise<string> => {
  const outfile = join(folder, `${basename(entry, '.ts')}.cjs`);
  const entryPoints = [join(__dirname, '..', entry)];
  const tsconfig = join(root, 'tsconfig.base.json');
  await build({ entryPoints, outfile, tsconfig, bundle: true, platform: 'node', format: 'cjs', target: 'node24', logLevel: 'error' });
  return outfile;
};

/** Bundles the script of {@link startWorker} into `folder` and returns its path. */
export const buildWorker = (folder: string): Promise<string> => buildScript('testing/worker.ts', folder);

/** A worker in a process of its own, and its output so far, line by line. */
export interface Worker {
  lines: string[];
  /** Resolves when the worker has printed so many lines, or ended. */
  printed(count: number): Promise<void>;
  /** Kills it at once. */
  kill(): Promise<void>;
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>;
}

/** Starts a worker on a data folder; see `worker.ts` for what it does. */
export const startWorker = (script: string, dataDir: string, pages: number): Worker => {
  const child = spawn(process.execPath, [script, dataDir, String(pages)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => lines.push(line));
  return {
    lines,
    ended,
    printed: async (count) => {
      while (lines.length < count && child.exitCode === null && child.signalCode === null) {
        await Promise.race([once(reader, 'line'), ended]);
      }
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};
