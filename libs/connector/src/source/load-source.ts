import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sourceSettingsSchema, type SourceSettings } from '@twl/contracts';
import type { ManifestText, Source, SourceStream } from '@twl/ports';
import { parseYaml, type YamlDocument } from '../document/yaml-document';
import type { ManifestError } from '../errors/connector-errors';
import { Discovery } from '../dynamic/discovery';
import { buildSource } from './build-source';
import { Problems } from '../manifest/problems';
import { readManifest } from '../manifest/read-manifest';
import { readSettings } from './read-settings';
import { resolveConfig } from './resolve-config';
import { TextMask } from '../secrets/secret-mask';
import type { SourceDependencies } from './source-parts';

/**
 * Loads a source folder. All problems are in `problems` at once; then there are no streams.
 * @throws UnavailableError if the stored stream names of the source are needed and cannot be read
 * @param given replaces the folder's manifest
 */
export const loadSource = async (folder: string, dependencies: SourceDependencies, given?: ManifestText): Promise<Source> => {
  const name = basename(folder);
  const label = (file: string) => join(basename(join(folder, '..')), name, file);
  const problems = new Problems(label('source.yaml'));
  const document = await readYaml(join(folder, 'source.yaml'), label('source.yaml'), problems);
  const settings = document && readSettings(document, name, problems);
  const manifestLabel = given?.label ?? label('manifest.yaml');
  const text = given?.text ?? (await readText(join(folder, 'manifest.yaml')));
  if (text === undefined) problems.add('', 'there is no manifest.yaml in the folder', { file: manifestLabel, line: 1, column: 1 });
  const manifest = text === undefined ? undefined : readManifest(text, manifestLabel, problems);
  let streams: SourceStream[] = [];
  const mask = new TextMask();
  const discovery = new Discovery({ source: name, asks: dependencies.discover ?? false, memory: dependencies.memory, mask });
  if (document && settings && manifest) {
    const { simulatorUrl, secrets } = dependencies;
    const config = await resolveConfig(settings, document.value, { secrets, mask, problems, positions: document.positions, simulatorUrl });
    streams = await buildSource({ name, folder, settings, document, manifest, config, mask, problems, discovery, dependencies });
    if (problems.none) await discovery.keep();
  }
  return {
    name,
    settings: settings ?? fallbackSettingsOf(),
    streams: problems.none ? streams : [],
    problems: problems.lines().map((line) => mask.mask(line)),
    warnings: problems.warnings().map((line) => mask.mask(line)),
    ...(discovery.needed ? { discovery: { known: discovery.known, revision: discovery.revision } } : {}),
  };
};

/** Settings of a source whose own could not be read: it must not run. */
export const fallbackSettingsOf = (): SourceSettings => sourceSettingsSchema.parse({ enabled: false });

const readYaml = async (path: string, label: string, problems: Problems): Promise<YamlDocument | undefined> => {
  const text = await readText(path);
  if (text === undefined) {
    problems.add('', 'there is no source.yaml in the folder', { file: label, line: 1, column: 1 });
    return undefined;
  }
  try {
    const document = parseYaml(text, label);
    for (const each of document.repeated) problems.addError(each);
    return document;
  } catch (error) {
    if (!(error instanceof AggregateError)) throw error;
    for (const each of error.errors) problems.addError(each as ManifestError);
    return undefined;
  }
};

const readText = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
