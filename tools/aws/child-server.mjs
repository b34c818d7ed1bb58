// A server of somebody else as a child of this process, on a free port of loopback.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const startMs = 60_000;

/** A port of loopback that nobody listens on. */
export const freePort = async () => {
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
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text = (text + chunk).slice(-4000)));
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

/**
 * Starts a server that is told its port by `commandFor(port)`, which gives `{ command, args, env }`, and waits until it answers. Ctrl-C does
 * not reach it: who started it stops it.
 */
export const startServer = async (name, commandFor, cwd) => {
  const port = await freePort();
  const { command, args, env = {} } = commandFor(port);
  const options = { cwd, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] };
  const child = spawn(command, args, options);
  child.on('error', () => {});
  const stop = () => stopped(child);
  const url = `http://127.0.0.1:${port}`;
  try {
    await ready(name, child, url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
