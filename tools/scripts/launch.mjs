// Runs the built `twl` command in the place of this process: its output, its signals, its exit code. `after` is done before this process ends.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, node, root } from './prepare.mjs';

// Objects are collected early, the heap grows in small steps, and freed buffers are used again by every thread: memory stays small whatever
// the size of an answer.
const own = JSON.parse(readFileSync(join(root, 'tools/scripts/node-start.json'), 'utf8'));

export const launch = (args, after = async () => {}) => {
  const command = [...own.flags, '--enable-source-maps', join(root, 'dist/apps/cli/main.cjs'), ...args];
  // Code compiled once is not compiled again: later starts take half the time.
  const child = spawn(node(), command, {
    env: { ...own.env, ...env, NODE_COMPILE_CACHE: join(root, 'dist/.compiled') },
    stdio: 'inherit',
  });
  // Ctrl-C reaches the child by itself; we only wait for it. A signal sent to us alone is handed on.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  child.on('exit', async (code, signal) => {
    await after();
    process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
  });
};
