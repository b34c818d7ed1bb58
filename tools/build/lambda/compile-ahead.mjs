// Makes a function load with what V8 compiled of it for a first answer.
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const place = new URL('.', import.meta.url).pathname;
const flags = ['--predictable', '--hash-seed=1', '--random-seed=1', '--no-flush-bytecode'];

/** How often the code is compiled at most, until it came out the same twice. */
const attempts = 6;

const compile = (node, folder) => {
  const { NODE_OPTIONS: _theirs, ...env } = process.env;
  const options = { env, stdio: ['ignore', 'ignore', 2] };
  const { status } = spawnSync(node, [...flags, join(place, 'make-code-cache.mjs'), folder], options);
  if (status !== 0) throw new Error(`the code of ${folder} could not be compiled ahead`);
  return readFileSync(join(folder, 'app.cache'));
};

/** The bundle with its compiled code and the entrance that loads both, as files in the folder and by name. */
export const compileAhead = (node, folder, bundle) => {
  const [entrance, app, cache] = ['main.js', 'app.js', 'app.cache'].map((file) => join(folder, file));
  writeFileSync(app, bundle);
  copyFileSync(join(place, 'load-app.cjs'), entrance);
  const made = [compile(node, folder)];
  // What else the machine does at the same moment could get into it: the same twice is what the code gives.
  while (!made.slice(0, -1).some((one) => one.equals(made.at(-1)))) {
    if (made.length === attempts) throw new Error(`the code of ${folder} is compiled differently each time`);
    made.push(compile(node, folder));
  }
  return [entrance, app, cache].map((file) => [basename(file), readFileSync(file)]);
};
