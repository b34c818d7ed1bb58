import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '@twl/ports';
import { openSources, type OpenedSources, type SourcesOptions } from './open-sources';
import type { Storage } from './storage';

/** Engine, sources and clock of an app. */
export interface Runtime extends OpenedSources, Pick<Storage, 'engine' | 'aws' | 'log' | 'owner' | 'cursorKey'> {
  clock: Clock;
}

/** Options to open a runtime. */
export interface RuntimeOptions extends Omit<SourcesOptions, 'storage'> {
  /** True if this process serves requests, so that long reads run in other threads. */
  servesApi?: boolean;
}

/** Adds sources and a clock to a storage; `close` closes all of them. */
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
