#!/usr/bin/env node
// npm test [-- jest arguments]: installs and builds what is missing, checks types, style, boundaries and unused code, and runs every test.
import { spawnSync } from 'node:child_process';
import { build, env, install, root } from './prepare.mjs';

const run = (command, args) => {
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};

install();
const args = process.argv.slice(2);
if (args.length === 0) {
  run('nx', ['run-many', '-t', 'lint', 'typecheck', '--output-style=static', '--parallel=2']);
  run('knip', ['--no-progress']);
}
build();
run('jest', ['--reporters=default', `--reporters=${root}/tools/scripts/closing-line.cjs`, '--maxWorkers=2', ...args]);
