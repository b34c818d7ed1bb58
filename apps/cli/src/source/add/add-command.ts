import type { Command } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nameSchema } from '@twl/contracts';
import { requireValue, requireFirst } from '@twl/ports';
import { printJson } from '../../output/json';
import { paint } from '../../output/paint';
import { UsageError } from '../../output/report-failure';
import { typed } from '../../output/typed';
import { withSources } from '../../with-runtime';
import { checkLines } from '../check-command';
import { fromHere, pathFromHere, standingIn } from '../../output/from-here';
import { settingsText } from './settings-text';
import { starterManifest, starterSettings } from './starter';
import { writeFolder } from './write-folder';

interface AddOptions {
  from?: string;
  json?: boolean;
}

/** `twl source add NAME`: writes the folder of a new source. */
export const addAdd = (source: Command): void => {
  source
    .command('add <name>')
    .description('write the folder of a new source: a small one that works, or one around a manifest')
    .option('--from <manifest.yaml>', 'a manifest in the declarative language, copied as it is')
    .option('--json', 'print { name, folder, problems, next }')
    .action(add);
};

const add = (name: string, { from, json }: AddOptions): Promise<void> => {
  const named = nameSchema.safeParse(name);
  if (!named.success) throw new UsageError(`${JSON.stringify(name)} cannot be a name: ${requireFirst(named.error.issues).message}`);
  return withSources({ fetches: false }, async ({ catalog, config }) => {
    const folder = join(config.sourcesDir, name);
    const files = from === undefined ? starterFiles(folder, name) : await filesAround(folder, name, from);
    await writeFolder(folder, files, pathFromHere(folder));
    const source = requireValue(await catalog.get(name), `source ${name}`);
    const problems = source.problems.map((text) => fromHere(text, config.sourcesDir));
    const next = nextSteps(name, { folder, hasProblems: problems.length > 0 });
    if (json) printJson({ name, folder: pathFromHere(folder), problems, next });
    else {
      process.stdout.write(
        `${Object.keys(files)
          .map((file) => `${paint.green('written')}  ${pathFromHere(join(folder, file))}`)
          .join('\n')}\n`,
      );
      process.stdout.write(
        `${checkLines({ ...source, problems }).join('\n')}\n\n${next.map((step, i) => `${i + 1}. ${step}`).join('\n')}\n`,
      );
    }
    if (problems.length > 0) process.exitCode = 1;
  });
};

/** The folder that the completion of editors is found from. */
const schemaLine = (folder: string): string =>
  existsSync(join(folder, '../../docs/source.schema.json')) ? '# yaml-language-server: $schema=../../docs/source.schema.json\n' : '';

const starterFiles = (folder: string, name: string): Record<string, string> => ({
  'manifest.yaml': starterManifest(name),
  'source.yaml': schemaLine(folder) + starterSettings(name),
});

const mostBytes = 16 * 1024 ** 2;

const filesAround = async (folder: string, name: string, from: string): Promise<Record<string, string>> => {
  const { describeManifest, findManifestProblems } = await import('../../lazy/connector');
  const text = await textOf(resolve(standingIn(), from), from);
  try {
    return { 'manifest.yaml': text, 'source.yaml': schemaLine(folder) + settingsText(name, describeManifest(text, from)) };
  } catch (error) {
    throw new UsageError(['nothing was written: the manifest cannot be read', ...findManifestProblems(error)].join('\n'));
  }
};

const textOf = async (path: string, from: string): Promise<string> => {
  const refused = (why: string): UsageError => new UsageError(`--from: ${from} ${why}`);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw refused('is not there');
  if (!found.isFile()) throw refused('is no file (name the manifest.yaml itself)');
  if (found.size > mostBytes) throw refused(`has more than ${mostBytes / 1024 ** 2} MiB`);
  const bytes = await readFile(path).catch((error: Error) => {
    throw refused(`cannot be read: ${error.message}`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused('is no text in UTF-8');
  }
};

const nextSteps = (name: string, { folder, hasProblems }: { folder: string; hasProblems: boolean }): string[] => {
  const settings = pathFromHere(join(folder, 'source.yaml'));
  const begin = hasProblems ? `Fill in ${settings} until it is fine` : `Look at ${settings}, and change what differs for you`;
  return [
    `${begin}: ${typed(`source check ${name}`)}`,
    `See what it gives: ${typed(`source preview ${name}`)}`,
    `Keep that for tests without a network: ${typed(`source record ${name}`)}, then ${typed(`source test ${name}`)}`,
    `Run it once: ${typed(`run ${name}`)}`,
    `Switch its schedule on: write "enabled: true" in ${settings} (a running product sees it by itself)`,
  ];
};
