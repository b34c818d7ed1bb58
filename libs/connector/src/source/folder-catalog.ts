import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isInfrastructure, SourceCatalog, UnavailableError, type ManifestText, type Source } from '@twl/ports';
import { Discovery } from '../dynamic/discovery';
import { fallbackSettingsOf, loadSource } from './load-source';
import type { SourceDependencies } from './source-parts';

/** Options of a folder catalog. */
export interface CatalogOptions extends SourceDependencies {
  /** The folder whose folders are the sources. */
  sourcesDir: string;
}

interface Loaded {
  stamp: string;
  source: Promise<Source>;
}

/** The sources of a folder; a source is loaded again when one of its files has changed. */
class FolderCatalog extends SourceCatalog {
  private readonly loaded = new Map<string, Loaded>();

  constructor(private readonly options: CatalogOptions) {
    super();
  }

  async list(): Promise<Source[]> {
    const entries = await foldersOf(this.options.sourcesDir);
    const names = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
    for (const name of this.loaded.keys()) if (!names.includes(name)) this.loaded.delete(name);
    const sources = await Promise.all(names.sort().map((name) => this.load(name).catch((error: unknown) => unreadable(name, error))));
    return sources.filter((source) => source !== undefined);
  }

  async get(name: string, manifest?: ManifestText): Promise<Source | undefined> {
    if (!/^[^./\\][^/\\]*$/.test(name)) return undefined;
    const installed = await this.load(name);
    return installed && manifest ? loadSource(join(this.options.sourcesDir, name), this.options, manifest) : installed;
  }

  override async prepare(name: string): Promise<Source | undefined> {
    const known = await this.get(name);
    if (!known?.discovery) return known;
    const asked = await loadSource(join(this.options.sourcesDir, name), { ...this.options, discover: true });
    if (asked.problems.length === 0) return this.options.memory ? this.get(name) : asked;
    if (!known.discovery.known) return asked;
    this.options.log.warn('source.discovery_failed', { source: name, problem: asked.problems.join('; ') });
    return known;
  }

  private async load(name: string): Promise<Source | undefined> {
    const folder = join(this.options.sourcesDir, name);
    const stamp = await stampOf(folder);
    if (stamp === undefined) return undefined;
    const known = this.loaded.get(name);
    if (known?.stamp === stamp && !(await this.saidMore(name, known))) return known.source;
    const source = loadSource(folder, this.options);
    this.loaded.set(name, { stamp, source });
    source.catch(() => this.loaded.delete(name));
    return source;
  }

  /** Another process, or a run of this one, may have asked the source since. */
  private async saidMore(name: string, { source }: Loaded): Promise<boolean> {
    const { discovery } = await source;
    if (discovery === undefined) return false;
    const text = await Discovery.recall(this.options.memory, name).catch((error: unknown) => {
      this.options.log.error('source.memory_unreadable', error, { source: name });
      return discovery.revision;
    });
    return text !== discovery.revision;
  }
}

/** @throws UnavailableError when the folder is there, or should be, but cannot be read: that is not the same as no sources */
const foldersOf = async (sourcesDir: string): Promise<Dirent[]> =>
  readdir(sourcesDir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UnavailableError(`the folder of the sources, ${sourcesDir}, cannot be read`, error);
  });

/** A source that cannot be loaded is listed with its problem, and does not keep others from the list. */
const unreadable = (name: string, error: unknown): Source => {
  if (!isInfrastructure(error)) throw error;
  return { name, settings: fallbackSettingsOf(), streams: [], problems: [(error as Error).message] };
};

/** Changes whenever a file of the folder does; undefined for a folder that is no source. */
const stampOf = async (folder: string): Promise<string | undefined> => {
  const files: string[] = await readdir(folder, { recursive: true }).catch(() => []);
  if (!files.includes('source.yaml') && !files.includes('manifest.yaml')) return undefined;
  const watched = files.filter((file) => !file.startsWith('fixtures'));
  const stamps = await Promise.all(watched.map((file) => stat(join(folder, file)).catch(() => undefined)));
  return watched.map((file, index) => `${file}:${stamps[index]?.mtimeMs}:${stamps[index]?.size}`).join('|');
};

/** Opens the catalog of a folder of sources. */
export const createCatalog = (options: CatalogOptions): SourceCatalog => new FolderCatalog(options);
