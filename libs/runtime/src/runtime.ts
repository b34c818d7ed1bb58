import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@twl/ports';
import { openSources, type OpenedSources, type SourcesOptions } from './open-sources';
import type { Storage } from './storage';

/** Everything an app works with, put together from the settings. */
export interface Runtime extends OpenedSources, Pick<Storage, 'engine' | 'aws' | 'log' | 'owner' | 'cursorKey'> {
  clock: Clock;
}

/** What is known before anything is opened. */
export interface RuntimeOptions extends Omit<SourcesOptions, 'storage'> {
  /** Whether this process answers others, who are not to wait for a long read: then other threads do it. */
  answers?: boolean;
}

/** Puts sources and clock around a storage, and closes both together. */
export const runtimeAround = async (storage: Storage, options: RuntimeOptions): Promise<Runtime> => {
  const { log } = storage;
  await mkdir(join(options.config.dataDir, 'spool'), { recursive: true });
  const sources = await openSources({ ...options, log, storage });
  const { engine, aws, owner, cursorKey } = storage;
  const close = async (): Promise<void> => {
    await sources.close();
    await engine.close();
  };
  return { ...sources, engine, aws, log, owner, cursorKey, clock: sources.dependencies.clock, close };
};
