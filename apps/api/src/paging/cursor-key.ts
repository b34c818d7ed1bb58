import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TwlError } from '@twl/ports';

const keyBytes = 32;

/** The file of the cursor key does not hold a valid key. */
export class CursorKeyError extends TwlError {
  readonly code = 'CURSOR_KEY';
  readonly retryable = false;

  constructor(path: string) {
    super(`${path} does not hold a valid key; remove it to create a new one`);
  }
}

/** Returns the key that signs cursors. It is stored in the data folder, so cursors survive a restart; a missing key is created. */
export async function cursorKeyIn(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'api', 'cursor.key');
  const stored = await readKey(path);
  if (stored) return stored;
  await mkdir(dirname(path), { recursive: true });
  // A link is atomic: if two processes start together, both use the key of the first.
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, randomBytes(keyBytes), { mode: 0o600 });
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return (await readKey(path)) ?? cursorKeyIn(dataDir);
}

async function readKey(path: string): Promise<Buffer | undefined> {
  try {
    const key = await readFile(path);
    if (key.length !== keyBytes) throw new CursorKeyError(path);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
