import type { Command } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { nameSchema } from '@twl/contracts';
import { requireValue, requireFirst } from '@twl/ports';
import { printJson } from '../../output/json';
import { paint } from '../../output/paint';
import { UsageError } from '../../output/report-failure';
import { commandText } from '../../output/command-text';
import { withSources } from '../../with-runtime';
import { checkLines } from '../check-command';
import { withRelativePaths, relativePath, workingDirectory } from '../../output/relative-paths';
import { settingsText } from './settings-text';
import { starterManifest, starterSettings } from './starter';
import { writeFolder } from './write-folder';

interface AddOptions {
  from?: string;
  json?: boolean;
}

/** `twl source add NAME`: creates the folder of a new source. */
export const addAdd = (source: Command): void => {
  source
    .command('add <name>')
    .description('create the folder of a new source: a small working example, or the settings for a manifest')
    .option('--from <manifest.yaml>', 'manifest in the declarative language, copied unchanged')
    .option('--json', 'print { name, folder, problems, next }')
    .action(createSource);
};

const createSource = (name: string, { from, json }: AddOptions): Promise<void> => {
  const parsedName = nameSchema.safeParse(name);
  if (!parsedName.success)
    throw new UsageError(`${JSON.stringify(name)} is not a valid name: ${requireFirst(parsedName.error.issues).message}`);
  return withSources({ fetches: false }, async ({ catalog, config }) => {
    const folder = join(config.sourcesDir, name);
    const files = from === undefined ? starterFiles(folder, name) : await filesAround(folder, name, from);
    await writeFolder(folder, files, relativePath(folder));
    const source = requireValue(await catalog.get(name), `source ${name}`);
    const problems = source.problems.map((text) => withRelativePaths(text, config.sourcesDir));
    const next = nextSteps(name, { folder, hasProblems: problems.length > 0 });
    if (json) printJson({ name, folder: relativePath(folder), problems, next });
    else {
      process.stdout.write(
        `${Object.keys(files)
          .map((file) => `${paint.green('written')}  ${relativePath(join(folder, file))}`)
          .join('\n')}\n`,
      );
      process.stdout.write(
        `${checkLines({ ...source, problems }).join('\n')}\n\n${next.map((step, i) => `${i + 1}. ${step}`).join('\n')}\n`,
      );
    }
    if (problems.length > 0) process.exitCode = 1;
  });
};

/** Returns the comment that editors use for completion, if the schema exists. */
const schemaLine = (folder: string): string =>
  existsSync(join(folder, '../../docs/source.schema.json')) ? '# yaml-language-server: $schema=../../docs/source.schema.json\n' : '';

const starterFiles = (folder: string, name: string): Record<string, string> => ({
  'manifest.yaml': starterManifest(name),
  'source.yaml': schemaLine(folder) + starterSettings(name),
});

const maxBytes = 16 * 1024 ** 2;

const filesAround = async (folder: string, name: string, from: string): Promise<Record<string, string>> => {
  const { describeManifest, findManifestProblems } = await import('../../lazy/connector');
  const text = await readManifest(resolve(workingDirectory(), from), from);
  try {
    return { 'manifest.yaml': text, 'source.yaml': schemaLine(folder) + settingsText(name, describeManifest(text, from)) };
  } catch (error) {
    throw new UsageError(['nothing was written: the manifest is invalid', ...findManifestProblems(error)].join('\n'));
  }
};

const readManifest = async (path: string, from: string): Promise<string> => {
  const refused = (why: string): UsageError => new UsageError(`--from: ${from} ${why}`);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw refused('does not exist');
  if (!found.isFile()) throw refused('is not a file (give the path of the manifest.yaml)');
  if (found.size > maxBytes) throw refused(`is larger than ${maxBytes / 1024 ** 2} MiB`);
  const bytes = await readFile(path).catch((error: Error) => {
    throw refused(`cannot be read: ${error.message}`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refused('is not UTF-8 text');
  }
};

const nextSteps = (name: string, { folder, hasProblems }: { folder: string; hasProblems: boolean }): string[] => {
  const settings = relativePath(join(folder, 'source.yaml'));
  const firstStep = hasProblems ? `Complete ${settings} until the check succeeds` : `Review ${settings} and adapt it`;
  return [
    `${firstStep}: ${commandText(`source check ${name}`)}`,
    `See the records it returns: ${commandText(`source preview ${name}`)}`,
    `Record responses for tests without a network: ${commandText(`source record ${name}`)}, then ${commandText(`source test ${name}`)}`,
    `Run it once: ${commandText(`run ${name}`)}`,
    `Enable its schedule: set "enabled: true" in ${settings} (a running pipeline picks it up automatically)`,
  ];
};
