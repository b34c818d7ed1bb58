import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pageMetaSchema, type PageMeta } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import { type Payload, RawConflictError, type RawEntry, type RawFilter, RawStore } from '@twl/ports';
import { StorageError, translateErrors } from '../errors';
import { claimName, isAbandonedFile, makeFolder, syncFolder, writeNewFile } from './durable-file';
import { metaEnding, partOfName, pathOfKey, temporary } from './raw-path';
import { storedPayload } from './stored-payload';

/**
 * The raw store as files: `raw/…/{name}.gz` has the packed body, and `{name}.gz.meta.json` next to it the metadata. Both are written
 * elsewhere and get their names once they are complete and synced: first the metadata, which claims the key, then the body, which completes
 * the object.
 */
export class RawFiles extends RawStore {
  readonly #root: string;
  readonly #temporary: string;

  /** @param dataDir the folder that holds `raw` */
  constructor(private readonly dataDir: string) {
    super();
    this.#root = join(dataDir, 'raw');
    this.#temporary = join(this.#root, temporary);
  }

  async put(key: string, meta: PageMeta, body: Payload): Promise<'stored' | 'existed'> {
    return translateErrors(`raw object ${JSON.stringify(key)}`, async () => {
      const path = this.#path(key);
      const known = await this.#meta(path);
      if (known && known.sha256 !== body.sha256) throw new RawConflictError(key);
      const isThere = await exists(path);
      if (known && isThere) return 'existed';
      await makeFolder(dirname(path));
      return this.#store(key, { meta, body, isOrphaned: isThere });
    });
  }

  async get(key: string): Promise<{ meta: PageMeta; body: Payload } | undefined> {
    return translateErrors(`raw object ${JSON.stringify(key)}`, async () => {
      const path = this.#path(key);
      const meta = await this.#meta(path);
      return meta && (await exists(path)) ? { meta, body: storedPayload(path, meta) } : undefined;
    });
  }

  async *list(filter: RawFilter): AsyncIterable<RawEntry> {
    const { source, stream } = filter;
    const prefix = `raw/source=${source}${stream === undefined ? '' : `/stream=${stream}`}`;
    for await (const key of this.#keys(prefix, filter)) {
      const object = await this.get(key);
      if (object?.meta.source === source && (stream ?? object.meta.stream) === object.meta.stream) yield { key, meta: object.meta };
    }
  }

  async remove(key: string): Promise<void> {
    await translateErrors(`raw object ${JSON.stringify(key)}`, async () => {
      const path = this.#path(key);
      await rm(path, { force: true });
      await rm(path + metaEnding, { force: true });
    });
  }

  /** Makes the folders, and removes unfinished files of writers that have ended. */
  async open(): Promise<void> {
    await translateErrors(`raw zone ${this.#root}`, async () => {
      await makeFolder(this.#temporary);
      for (const name of await readdir(this.#temporary)) {
        if (isAbandonedFile(name)) await rm(join(this.#temporary, name), { force: true });
      }
    });
  }

  /** Checks that a file can be written. @throws StorageError */
  async check(): Promise<void> {
    await translateErrors(`raw zone ${this.#root}`, async () => {
      await rm(await writeNewFile(this.#temporary, bytesOf('check'), false));
    });
  }

  /** @param page.isOrphaned whether a power cut left a body without its metadata, which never was an object */
  async #store(key: string, page: { meta: PageMeta; body: Payload; isOrphaned: boolean }): Promise<'stored' | 'existed'> {
    const path = this.#path(key);
    const written: string[] = [];
    try {
      const content = await writeNewFile(this.#temporary, page.body.open(), true);
      written.push(content);
      const description = await writeNewFile(this.#temporary, bytesOf(writeJson(page.meta)), false);
      written.push(description);
      const isFirst = await claimName(description, path + metaEnding);
      if (!isFirst && (await this.#meta(path))?.sha256 !== page.body.sha256) throw new RawConflictError(key);
      if (isFirst && page.isOrphaned) await rename(content, path);
      const isStored = (isFirst && page.isOrphaned) || (await claimName(content, path));
      await syncFolder(dirname(path));
      return isStored ? 'stored' : 'existed';
    } finally {
      for (const file of written) await rm(file, { force: true });
    }
  }

  async #meta(path: string): Promise<PageMeta | undefined> {
    const text = await readFile(path + metaEnding, 'utf8').catch(undefinedIfMissing);
    if (text === undefined) return undefined;
    try {
      return pageMetaSchema.parse(readJson(text));
    } catch (error) {
      throw new StorageError('STORAGE_CORRUPT', `metadata ${path}${metaEnding}`, { cause: error });
    }
  }

  /** Yields the keys below a prefix in order: a folder sorts by its name with the slash that follows it. */
  async *#keys(prefix: string, filter: RawFilter): AsyncGenerator<string> {
    const entries = (await readdir(this.#path(prefix), { withFileTypes: true }).catch(undefinedIfMissing)) ?? [];
    const parts = entries
      .filter(({ name }) => !name.endsWith(metaEnding))
      .map((entry) => ({ name: partOfName(entry.name) + (entry.isDirectory() ? '/' : ''), isFolder: entry.isDirectory() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const { name, isFolder } of parts) {
      if (!isFolder) yield `${prefix}/${name}`;
      else if (isWithinDays(name, filter)) yield* this.#keys(`${prefix}/${name.slice(0, -1)}`, filter);
    }
  }

  #path(key: string): string {
    return join(this.dataDir, pathOfKey(key));
  }
}

/** Skips the folders of other days. */
const isWithinDays = (folder: string, { fromDay = '', toDay = '~' }: RawFilter): boolean => {
  const day = /^date=(\d{4}-\d\d-\d\d)\/$/.exec(folder)?.[1];
  return day === undefined || (fromDay <= day && day <= toDay);
};

const undefinedIfMissing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
};

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(undefinedIfMissing))?.isFile() ?? false;

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
