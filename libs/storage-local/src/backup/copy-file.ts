import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupFile } from './backup-format';

/** Hashes a file. */
export const hashFile = async (path: string): Promise<Omit<BackupFile, 'path'>> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex') };
};

/** Copies a file, and hashes what it copies. The copy has its name once it is complete and on the disk. */
export const copyHashed = async (from: string, to: string): Promise<Omit<BackupFile, 'path'>> => {
  await mkdir(dirname(to), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const draft = `${to}.part`;
  await pipeline(createReadStream(from), count, createWriteStream(draft, { mode: 0o600, flush: true }));
  await rename(draft, to);
  return { bytes, sha256: hash.digest('hex') };
};

/** Yields the files below a folder, as paths relative to it with `/`, in order; `skip` leaves out names. */
export async function* filesBelow(folder: string, skip: (path: string) => boolean, below = folder): AsyncGenerator<string> {
  const entries = await readdir(below, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = relative(folder, join(below, entry.name)).split(sep).join('/');
    if (skip(path)) continue;
    if (entry.isDirectory()) yield* filesBelow(folder, skip, join(below, entry.name));
    else if (entry.isFile()) yield path;
  }
}
