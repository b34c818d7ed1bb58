#!/usr/bin/env node
// node tools/aws/with-emulators.mjs COMMAND [ARGS]: runs a command while the emulators of AWS run; says in its environment where they
// are. Without a command they run until Ctrl-C.
import { spawn } from 'node:child_process';
import { startEmulators } from './emulators.mjs';
import { EmulatorMissing } from './find-emulators.mjs';

const started = await startEmulators().catch((error) => {
  if (!(error instanceof EmulatorMissing)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(69);
});

const [command, ...args] = process.argv.slice(2);
const finish = async (code) => {
  await started.stop();
  process.exit(code);
};

if (command === undefined) {
  for (const [name, value] of Object.entries(started.env)) process.stdout.write(`export ${name}=${value}\n`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void finish(0));
} else {
  const child = spawn(command, args, { env: { ...process.env, ...started.env }, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    void finish(127);
  });
  child.on('exit', (code, signal) => void finish(code ?? (signal ? 130 : 1)));
}
