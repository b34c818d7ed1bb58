// Starts the emulators on free ports of loopback, and stops what it started.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDynamo, findMoto } from './find-emulators.mjs';

const startMs = 60_000;
const clockScript = new URL('moto-clock.py', import.meta.url).pathname;

const freePort = async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
};

const answers = (url) =>
  fetch(url).then(
    () => true,
    () => false,
  );

/** Waits until a server answers anything. */
const ready = async (name, child, url) => {
  let text = '';
  child.stderr.on('data', (chunk) => (text = (text + chunk).slice(-4000)));
  for (const until = Date.now() + startMs; Date.now() < until;) {
    if (child.exitCode !== null) throw new Error(`${name} ended at its start: ${text}`);
    if (await answers(url)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${name} does not answer at ${url}: ${text}`);
};

const stopped = async (child) => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
};

const dynamoLocal = (folder, port) => {
  const server = 'software.amazon.dynamodb.services.local.main.ServerRunner';
  const options = ['-Xmx1g', '-DDDB_LOCAL_TELEMETRY=0', `-Djava.library.path=${folder}`, '-cp', join(folder, '*')];
  return { command: 'java', args: [...options, server, '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)] };
};

const motoServer = (python, port) => {
  const program = existsSync(clockScript) ? [clockScript] : ['-m', 'moto.server'];
  return { command: python, args: [...program, '-H', '127.0.0.1', '-p', String(port)] };
};

/**
 * Starts DynamoDB Local and moto. `env` is what tests and the product read; `stop` ends both.
 * @throws EmulatorMissing where Java or Python is missing
 */
export const startEmulators = async () => {
  const [jars, python] = [findDynamo(), findMoto()];
  const folder = mkdtempSync(join(tmpdir(), 'twl-aws-'));
  const clockFile = join(folder, 'clock');
  writeFileSync(clockFile, '0');
  const children = [];
  const stop = async () => {
    await Promise.all(children.map(stopped));
    rmSync(folder, { recursive: true, force: true });
  };
  const start = async (name, port, { command, args }) => {
    const url = `http://127.0.0.1:${port}`;
    const env = { ...process.env, TWL_CLOCK_FILE: clockFile };
    const child = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.on('error', () => {});
    children.push(child);
    await ready(name, child, url);
    return url;
  };
  try {
    const [dynamoPort, motoPort] = [await freePort(), await freePort()];
    const [dynamo, moto] = await Promise.all([
      start('DynamoDB Local', dynamoPort, dynamoLocal(jars, dynamoPort)),
      start('moto', motoPort, motoServer(python, motoPort)),
    ]);
    return { dynamo, moto, env: { TWL_TEST_DYNAMO: dynamo, TWL_TEST_MOTO: moto, TWL_CLOCK_FILE: clockFile }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
