// Brings a clone to where it can run: packages installed, apps built. Does only what is missing or out of date; tells progress on
// standard error, so that standard output belongs to the command.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '').replace(/^\/([A-Z]:)/, '$1');
const bin = join(root, 'node_modules', '.bin');
const wanted = [24, 15];

/** The environment of everything we start: our own node and tools first. */
export const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, NX_TUI: 'false' };

const say = (text) => process.stderr.write(`${text}\n`);

const fail = (text) => {
  say(text);
  process.exit(1);
};

/** Runs a command to its end, its output on standard error; stops everything when it fails. */
const run = (command, args, title) => {
  const started = Date.now();
  say(`> ${title} ...`);
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (status !== 0) fail(`> ${title} failed: see above. Command: ${command} ${args.join(' ')}`);
  say(`> ${title}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
};

const hash = (text) => createHash('sha256').update(text).digest('hex');

/** Installs the packages that the lockfile names, unless that was done. */
export const install = () => {
  const stamp = join(root, 'node_modules', '.installed');
  const lock = hash(readFileSync(join(root, 'package-lock.json')));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  run('npm', ['ci', '--loglevel=error', '--no-audit', '--no-fund'], 'installing packages (a minute or two)');
  writeFileSync(stamp, lock);
};

/** The node to run on: the one that came with the packages, else the machine's if it is new enough. */
export const node = () => {
  const own = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(own)) return own;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return process.execPath;
  return fail(`Node ${wanted.join('.')} or newer is needed here, this is ${process.versions.node}: get it from https://nodejs.org`);
};

/** A signature of files: their names, sizes and times. */
const signature = (paths) => {
  const lines = [];
  const visit = (path) => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (!found) return;
    if (!found.isDirectory()) return void lines.push(`${path} ${found.size} ${found.mtimeMs}`);
    for (const name of readdirSync(join(root, path)).sort()) visit(`${path}/${name}`);
  };
  paths.forEach(visit);
  return hash(lines.join('\n'));
};

const servers = ['api', 'ingestion', 'processing', 'cli'];
const ownedBy = {
  servers: [...servers.map((name) => `apps/${name}`), 'libs', 'tools/build', 'tsconfig.base.json', 'package-lock.json'],
  dashboard: ['apps/dashboard', 'docs/runbooks', 'libs/charts', 'libs/contracts', 'tsconfig.base.json', 'package-lock.json'],
};

/** Builds what is out of date of the two halves, `servers` and `dashboard`. */
export const build = (halves = ['servers', 'dashboard']) => {
  for (const half of halves) {
    const stamp = join(root, 'dist', `.${half}`);
    const now = signature(ownedBy[half]);
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) continue;
    if (half === 'servers') for (const name of servers) run(node(), ['tools/build/bundle.mjs', name], `building ${name}`);
    else run('nx', ['build', 'dashboard', '--output-style=stream'], 'building the dashboard (half a minute)');
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(stamp, now);
  }
};
