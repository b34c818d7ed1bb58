import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { withExamples } from '../output/examples';
import { workingDirectory } from '../output/relative-paths';
import { UsageError } from '../output/report-failure';
import { starterManifest, starterSettings } from '../source/add/starter';
import { writeFolder } from '../source/add/write-folder';

/** What a folder of sources must not give to others: the data, and secrets. */
const ignored = '.data/\n*.secrets\n.env\n';

/** `twl init`: makes a folder in which `twl up` starts. */
export const addInit = (program: Command): void => {
  const init = program
    .command('init [folder]')
    .description('make a folder for twl up: sources with one that works and an example of a schedule, and a .gitignore; changes no file')
    .action(makeFolder);
  withExamples(init, [['init shop && cd shop && twl up', 'from nothing to data on the screen']]);
};

const makeFolder = async (given = '.'): Promise<void> => {
  const folder = resolve(workingDirectory(), given);
  const sources = join(folder, 'sources');
  if (existsSync(sources)) throw new UsageError(`${sources} already exists: nothing was changed`);
  await mkdir(sources, { recursive: true });
  const source = join(sources, 'todos');
  await writeFolder(source, { 'manifest.yaml': starterManifest('todos'), 'source.yaml': starterSettings('todos') }, source);
  if (!existsSync(join(folder, '.gitignore'))) await writeFile(join(folder, '.gitignore'), ignored, { flag: 'wx' });
  process.stdout.write(`made ${source} and .gitignore\n`);
  process.stdout.write(`Try it: cd ${given}, then twl source preview todos --live. Start everything: twl up --live\n`);
};
