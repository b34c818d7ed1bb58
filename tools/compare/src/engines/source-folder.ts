import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What both engines are given. */
export interface Given {
  name: string;
  manifest: string;
  config: Record<string, unknown>;
  state: unknown;
  /** Of streams that have one of their own. */
  states?: ReadonlyMap<string, unknown>;
  streams: string[];
  schema?: unknown;
  base: string;
  /** Seconds that a wait may take at most, where it is not the wait that is compared. */
  longestWait?: number;
  /** How long a read may take. Default 1. */
  minutes?: number;
  /** Places in the config that the manifest marks as secret, as paths. */
  secrets: string[][];
}

/** Makes a folder for one run, and removes it afterwards. */
export const inFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'twl-compare-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Writes files into a folder: texts as they are, all else as JSON. */
export const writeFiles = async (folder: string, files: Record<string, unknown>): Promise<void> => {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
};
