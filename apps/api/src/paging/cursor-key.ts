import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TwlError } from '@twl/ports';

const keyBytes = 32;

/** The file that holds the key of the cursors is not one. */
export class CursorKeyError extends TwlError {
  readonly code = 'CURSOR_KEY';
  readonly retryable = false;

  constructor(path: string) {
    super(`${path} does not hold a key: remove it, and a new one is made`);
  }
}

/** The key that cursors are signed with, kept in the data folder so that they outlive a restart. Made when there is none. */
export async function cursorKeyIn(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'api', 'cursor.key');
  const kept = await read(path);
  if (kept) return kept;
  await mkdir(dirname(path), { recursive: true });
  // Linked into place whole: of two processes that start together both use the key of the first.
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(keyBytes), { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await read(path)) ?? cursorKeyIn(dataDir);
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    const key = await readFile(path);
    if (key.length !== keyBytes) throw new CursorKeyError(path);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
