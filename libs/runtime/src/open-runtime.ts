import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCatalog, FileTokenVault } from '@twl/connector';
import { createHttpClient } from '@twl/http-client';
import { EnvSecrets, NodeClock, type Config, type Environment } from '@twl/platform';
import type { Clock, Engine, Log, SourceCatalog } from '@twl/ports';
import { openLocalEngine, processOwner } from '@twl/storage-local';
import { startOwnSimulator } from './own-simulator';

/** Everything an app works with, put together from the settings. */
export interface Runtime {
  config: Config;
  engine: Engine;
  catalog: SourceCatalog;
  clock: Clock;
  log: Log;
  /** Names this process as the owner of leases. */
  owner: string;
  /** Where the simulator of this process answers. */
  simulatorUrl?: string;
  close(): Promise<void>;
}

/** What is known before anything is opened. */
export interface RuntimeOptions {
  config: Config;
  log: Log;
  env: Environment;
  /** Whether this process calls sources: then the simulator runs in it, if the settings want one. */
  fetches?: boolean;
}

/** Opens the storage engine and the sources that the settings name. Who opens it closes it. */
export const openRuntime = async ({ config, log, env, fetches = false }: RuntimeOptions): Promise<Runtime> => {
  const clock = new NodeClock();
  const spoolDir = join(config.dataDir, 'spool');
  await mkdir(spoolDir, { recursive: true });
  const engine = await openLocalEngine({ dataDir: config.dataDir, clock, log });
  const http = createHttpClient({ spoolDir });
  const secrets = new EnvSecrets({ env, file: config.secretsFile });
  await secrets.check();
  const simulator = fetches ? await startOwnSimulator(config) : undefined;
  const vault = new FileTokenVault(join(config.dataDir, 'tokens'));
  const { sourcesDir } = config;
  const catalog = createCatalog({ sourcesDir, http, clock, secrets, log, vault, simulatorUrl: simulator?.url });
  const close = async (): Promise<void> => {
    await simulator?.close();
    await engine.close();
  };
  return { config, engine, catalog, clock, log, owner: processOwner(), simulatorUrl: simulator?.url, close };
};
