import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Stores refresh tokens that work only once. Values are secrets. */
export interface TokenVault {
  load(name: string): Promise<string | undefined>;
  /** Durable when it returns. */
  save(name: string, value: string): Promise<void>;
}

/** Key of the vault in a context's memory. */
export const vaultKey = 'tokenVault';

/** A vault with one file per name, readable only by its owner. */
export class FileTokenVault implements TokenVault {
  constructor(private readonly folder: string) {}

  async load(name: string): Promise<string | undefined> {
    try {
      return await readFile(this.path(name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  async save(name: string, value: string): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = this.path(name);
    const draft = `${path}.${randomUUID()}`;
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(value);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
    await syncFolder(dirname(path));
  }

  private path(name: string): string {
    return join(this.folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
  }
}

/** Makes a rename durable; some systems cannot open folders, and need not. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};
