import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Json } from '@twl/contracts';
import { toJsonText } from '@twl/json';
import type { SourceStream } from '@twl/ports';
import { UsageError } from '../output/report-failure';
import { checkCursor, parseCursor } from '../state/cursor';
import { workingDirectory } from '../output/relative-paths';

/** Reads the cursor from a file; null if the file does not exist. @throws UsageError if the stream cannot resume from it */
export const loadState = async (file: string, stream: SourceStream): Promise<Json> => {
  const text = await readFile(pathOf(file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return 'null';
    throw new UsageError(`--state: ${error.message}`);
  });
  const cursor = parseCursor(text);
  if (cursor !== null) await checkCursor(stream, cursor, `the state in ${file}`);
  return cursor;
};

/** Writes a cursor to a file atomically. */
export const saveState = async (file: string, cursor: Json): Promise<void> => {
  const draft = `${pathOf(file)}.${randomUUID()}`;
  await writeFile(draft, `${toJsonText(cursor)}\n`);
  await rename(draft, pathOf(file));
};

const pathOf = (file: string): string => resolve(workingDirectory(), file);
