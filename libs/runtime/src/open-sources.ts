import { join } from 'node:path';
import type { SourceDependencies } from '@twl/connector';
import { EnvSecrets, NodeClock, type Config, type Environment } from '@twl/platform/without-nest';
import type { Log, SourceCatalog } from '@twl/ports';
import { DeployedCatalog } from './deployed-catalog';
import { LateCatalog, LateHttpClient, lateVault } from './late-connector';
import type { Storage } from './storage';

/** The sources that the settings name, and what loading one of them needs. */
export interface OpenedSources {
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
  /** Whether this process calls sources: then it has their secrets, and the simulator runs in it, if the settings want one. */
  fetches?: boolean;
  /** Where a simulator answers that runs elsewhere. */
  simulatorUrl?: string;
  /** Where secrets, tokens and deployed sources are, if not on this machine. */
  storage?: Pick<Storage, 'secrets' | 'vault' | 'memory' | 'sourceSets'>;
}

/** Opens the sources alone, without a storage engine. Who opens them closes them. */
export const openSources = async (options: SourcesOptions): Promise<OpenedSources> => {
  const { config, log, fetches = false } = options;
  const { secrets, vault, memory } = options.storage ?? (await ofThisMachine(options));
  const simulator = fetches && config.simulator ? await (await import('./own-simulator')).startOwnSimulator(config) : undefined;
  const simulatorUrl = simulator?.url ?? options.simulatorUrl;
  const dependencies = {
    http: new LateHttpClient({ spoolDir: join(config.dataDir, 'spool'), proxies: proxiesFor(config, simulatorUrl) }),
    clock: new NodeClock(),
    secrets,
    log,
    customComponents: config.customComponents,
    vault,
    memory,
    simulatorUrl,
  };
  const inFolder = (sourcesDir: string): SourceCatalog => new LateCatalog({ sourcesDir, ...dependencies });
  const sets = options.storage?.sourceSets;
  const folder = join(config.dataDir, 'deployed');
  const catalog = sets ? new DeployedCatalog({ sets, folder, open: inFolder, ...dependencies }) : inFolder(config.sourcesDir);
  return { config, catalog, dependencies, simulatorUrl, close: async () => simulator?.close() };
};

/** The simulator of this machine is called directly, whatever proxy there is. */
const proxiesFor = ({ proxies }: Config, simulatorUrl: string | undefined): Config['proxies'] =>
  proxies && simulatorUrl ? { ...proxies, noProxy: [proxies.noProxy, new URL(simulatorUrl).host].filter(Boolean).join(',') } : proxies;

/** Secrets of the environment or a file, tokens in the data folder. */
export const ofThisMachine = async ({
  config,
  env,
}: Pick<SourcesOptions, 'config' | 'env'>): Promise<Pick<Storage, 'secrets' | 'vault' | 'memory'>> => {
  const secrets = new EnvSecrets({ env, file: config.secretsFile });
  await secrets.check();
  return { secrets, vault: lateVault(join(config.dataDir, 'tokens')), memory: lateVault(join(config.dataDir, 'memory')) };
};
