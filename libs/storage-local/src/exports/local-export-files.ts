import { createReadStream } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportFiles, exportKeptMs, type NewExportFile, type StoredExportFile } from '@twl/ports';
import { isAbandonedFile, makeFolder, writeNewFile } from '../raw/durable-file';

/** What a file name says: when it is over, ms, and what it is. */
interface FileLabel {
  expires: number;
  id: string;
  contentType: string;
  fileName: string;
}

const ending = '.export';

const nameOf = ({ expires, ...label }: FileLabel): string =>
  `${expires}~${Buffer.from(JSON.stringify(label)).toString('base64url')}${ending}`;

const labelOf = (name: string): FileLabel | undefined => {
  const [, expires, label] = /^(\d+)~([\w-]+)\.export$/.exec(name) ?? [];
  if (expires === undefined || label === undefined) return undefined;
  return { ...(JSON.parse(Buffer.from(label, 'base64url').toString()) as Omit<FileLabel, 'expires'>), expires: Number(expires) };
};

/** Files of exports in the folder `exports` of the data folder. */
export class LocalExportFiles extends ExportFiles {
  readonly #folder: string;

  constructor(
    dataDir: string,
    private readonly now: () => number,
  ) {
    super();
    this.#folder = join(dataDir, 'exports');
  }

  async write({ content, ...file }: NewExportFile): Promise<number> {
    await makeFolder(this.#folder);
    await this.#removeOld();
    const path = await writeNewFile(this.#folder, content, false);
    const { size } = await stat(path);
    await rename(path, join(this.#folder, nameOf({ ...file, expires: this.now() + exportKeptMs })));
    return size;
  }

  async find(id: string): Promise<StoredExportFile | undefined> {
    for (const name of await this.#names()) {
      const label = labelOf(name);
      if (label?.id === id && label.expires > this.now()) return this.#stored(name, label);
    }
    return undefined;
  }

  async #stored(name: string, { contentType, fileName, expires }: FileLabel): Promise<StoredExportFile> {
    const path = join(this.#folder, name);
    const { size } = await stat(path);
    return {
      ...{ bytes: size, contentType, fileName, expiresAt: new Date(expires).toISOString() },
      address: async () => undefined,
      open: () => createReadStream(path),
    };
  }

  /** Removes files that are over, and what processes left that ended while they wrote. */
  async #removeOld(): Promise<void> {
    for (const name of await this.#names()) {
      const label = labelOf(name);
      if (label ? label.expires <= this.now() : isAbandonedFile(name)) await rm(join(this.#folder, name), { force: true });
    }
  }

  async #names(): Promise<string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}
