// Has V8 compile what a function needs for its first answer.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const place = new URL('.', import.meta.url).pathname;

/** The same each time; and nothing is kept of how often a function ran, which differs with the time that all takes. */
const flags = [
  '--predictable',
  '--hash-seed=1',
  '--random-seed=1',
  '--no-flush-bytecode',
  '--no-sparkplug',
  '--no-profile-guided-optimization',
];

/** How often the code is compiled at most, until it came out the same twice. */
const attempts = 6;

const compile = (node, folder) => {
  const { NODE_OPTIONS: _theirs, ...env } = process.env;
  const options = { env, stdio: ['ignore', 'ignore', 2] };
  const { status } = spawnSync(node, [...flags, join(place, 'make-code-cache.mjs'), folder], options);
  if (status !== 0) throw new Error(`the code of ${folder} could not be compiled ahead`);
  const names = globSync('*.cache', { cwd: folder }).sort();
  return names.map((name) => [name, readFileSync(join(folder, name))]);
};

const isSame = (some, others) => some.length === others.length && some.every(([, bytes], i) => bytes.equals(others[i][1]));

/** Writes the compiled code of the parts in a folder there, and gives it, by the names of its files. */
export const compileAhead = (node, folder) => {
  const made = [compile(node, folder)];
  // What else the machine does at the same moment could get into it: the same twice is what the code gives.
  while (!made.slice(0, -1).some((one) => isSame(one, made.at(-1)))) {
    if (made.length === attempts) throw new Error(`the code of ${folder} is compiled differently each time`);
    made.push(compile(node, folder));
  }
  return made.at(-1);
};
