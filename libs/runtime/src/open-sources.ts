import { join } from 'node:path';
import type { SourceDependencies } from '@twl/connector';
import { EnvSecrets, NodeClock, type Config, type Environment } from '@twl/platform/without-nest';
import type { Log, SourceCatalog } from '@twl/ports';
import { LateCatalog, LateHttpClient, lateVault } from './late-connector';
import type { Storage } from './storage';

/** The sources that the settings name, and what loading one of them needs. */
export interface Sources {
  config: Config;
  catalog: SourceCatalog;
  dependencies: SourceDependencies;
  /** Where the simulator of this process answers. */
  simulatorUrl?: string;
  close(): Promise<void>;
}

/** What is known before anything is opened. */
export interface SourcesOptions {
  config: Config;
  log: Log;
  env: Environment;
  /** Whether this process calls sources: then the simulator runs in it, if the settings want one. */
  fetches?: boolean;
  /** Where secrets and tokens are, if not on this machine. */
  storage?: Pick<Storage, 'secrets' | 'vault'>;
}

/** Opens the sources alone, without a storage engine. Who opens them closes them. */
export const openSources = async (options: SourcesOptions): Promise<Sources> => {
  const { config, log, fetches = false } = options;
  const { secrets, vault } = options.storage ?? (await ofThisMachine(options));
  const simulator = fetches && config.simulator ? await (await import('./own-simulator')).startOwnSimulator(config) : undefined;
  const dependencies = {
    http: new LateHttpClient({ spoolDir: join(config.dataDir, 'spool') }),
    clock: new NodeClock(),
    secrets,
    log,
    customComponents: config.customComponents,
    vault,
    simulatorUrl: simulator?.url,
  };
  const catalog = new LateCatalog({ sourcesDir: config.sourcesDir, ...dependencies });
  return { config, catalog, dependencies, simulatorUrl: simulator?.url, close: async () => simulator?.close() };
};

/** Secrets of the environment or a file, tokens in the data folder. */
export const ofThisMachine = async ({
  config,
  env,
}: Pick<SourcesOptions, 'config' | 'env'>): Promise<Pick<Storage, 'secrets' | 'vault'>> => {
  const secrets = new EnvSecrets({ env, file: config.secretsFile });
  await secrets.check();
  return { secrets, vault: lateVault(join(config.dataDir, 'tokens')) };
};
