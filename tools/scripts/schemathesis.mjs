#!/usr/bin/env node
// npm run schemathesis [-- arguments of `st run`]: runs the built product over simulated sources, with refused records and deletions that wait for
// a person, and lets schemathesis try the API by its document. The tool is none of our packages: `pip install schemathesis` (4.32 or newer), in a
// virtual environment; SCHEMATHESIS names the command where `st` is not on the path. tools/schemathesis/explained.py says which findings are no
// faults. Ends with 2 where the tool is missing.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { build, env, install, node, root } from './prepare.mjs';

const tool = process.env.SCHEMATHESIS ?? 'st';
const usual = ['--checks=all', '--max-examples=30', '--max-time=300', '--continue-on-failure', '--warnings=off'];

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
};

/** The shipped sources, of which the posts may be deleted. */
const writeSources = (folder) => {
  cpSync(join(root, 'sources'), folder, { recursive: true });
  const file = join(folder, 'jsonplaceholder', 'source.yaml');
  const settings = parse(readFileSync(file, 'utf8'));
  const posts = { ...settings.streams?.posts, deletions: 'snapshot' };
  writeFileSync(file, stringify({ ...settings, streams: { ...settings.streams, posts } }));
};

const send = async (url, method = 'GET', body = undefined) => {
  const answer = await fetch(url, { method, ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${method} ${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

/** Asks again until something holds, for a minute. */
const until = async (what, holds) => {
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) if (await holds().catch(() => false)) return;
  throw new Error(`in vain: ${what}`);
};

const settled = (api) =>
  until('every run is over', async () => {
    const { items } = await send(`${api}/runs?limit=200`);
    return items.length > 0 && items.every(({ state }) => state !== 'running');
  });

const runPosts = async (api) => {
  const { runs } = await send(`${api}/sources/jsonplaceholder/runs`, 'POST');
  await until('the posts are read', async () => (await send(`${api}/runs/${runs[0].id}`)).state !== 'running');
};

/** Refused records, and more posts gone than may be deleted without asking. */
const makeTrouble = async (api, simulator) => {
  await settled(api);
  for (const index of [3, 5, 8]) {
    await send(`${simulator}/_posts`, 'POST', { title: `post ${index}` });
    await send(`${simulator}/_faults`, 'POST', { endpoint: '/jsonplaceholder/posts', kind: 'missing_key', index });
    await runPosts(api);
    await send(`${simulator}/_faults`, 'DELETE');
  }
  for (let id = 10; id <= 60; id++) await send(`${simulator}/_posts/${id}`, 'DELETE');
  await runPosts(api);
};

const found = spawnSync(tool, ['--version'], { encoding: 'utf8' });
if (found.status !== 0) {
  process.stderr.write(`${tool} is not there: pip install schemathesis, or name it: SCHEMATHESIS=/path/to/st npm run schemathesis\n`);
  process.exit(2);
}
install();
build(['servers']);
const folder = mkdtempSync(join(tmpdir(), 'twl-schemathesis-'));
writeSources(join(folder, 'sources'));
const [port, simulatorPort] = [await freePort(), await freePort()];
const settings = { PORT: port, SIMULATOR_PORT: simulatorPort, DATA_DIR: join(folder, 'data'), SOURCES_DIR: join(folder, 'sources') };
const product = spawn(node(), [join(root, 'dist/apps/cli/main.cjs'), 'up'], {
  env: { ...env, ...settings, SIMULATOR: 'on', LOG_LEVEL: 'error' },
  stdio: ['ignore', 2, 2],
});
try {
  const api = `http://127.0.0.1:${port}/api`;
  await until('the product is ready', () => send(`${api}/health/ready`));
  await makeTrouble(api, `http://127.0.0.1:${simulatorPort}`);
  const hooks = {
    SCHEMATHESIS_HOOKS: 'explained',
    PYTHONPATH: [join(root, 'tools/schemathesis'), process.env.PYTHONPATH].filter(Boolean).join(delimiter),
  };
  const tried = spawn(tool, ['run', `${api}/openapi.json`, ...usual, ...process.argv.slice(2)], {
    cwd: folder,
    env: { ...env, ...hooks, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: 'inherit',
  });
  const [code] = await once(tried, 'exit');
  process.exitCode = code ?? 1;
} finally {
  product.kill('SIGTERM');
  if (product.exitCode === null) await once(product, 'exit');
  rmSync(folder, { recursive: true, force: true });
}
