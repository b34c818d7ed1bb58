import { join } from 'node:path';
import type { SourceDependencies } from '@twl/connector';
import { EnvSecrets, NodeClock, type Config, type Environment } from '@twl/platform/without-nest';
import type { Log, SourceCatalog } from '@twl/ports';
import { WatchedHttpClient, type Tracer } from '@twl/telemetry';
import { DeployedCatalog } from './deployed-catalog';
import { LazyCatalog, LazyHttpClient, lazyVault } from './lazy-connector';
import type { Storage } from './storage';

/** Open sources, and the dependencies to load one. */
export interface OpenedSources {
  config: Config;
  catalog: SourceCatalog;
  dependencies: SourceDependencies;
  /** Address of the simulator of this process. */
  simulatorUrl?: string;
  close(): Promise<void>;
}

/** Options to open sources. */
export interface SourcesOptions {
  config: Config;
  log: Log;
  env: Environment;
  /** True if this process calls sources: it then gets their secrets and runs the simulator if it is enabled. */
  fetches?: boolean;
  /** Address of a simulator in another process. */
  simulatorUrl?: string;
  /** Storage of secrets, tokens and deployed sources; default this machine. */
  storage?: Pick<Storage, 'secrets' | 'vault' | 'memory' | 'sourceSets'>;
  /** Follows the requests to sources. */
  tracer?: Tracer;
}

/** Opens the sources without a storage engine. The caller closes them. */
export const openSources = async (options: SourcesOptions): Promise<OpenedSources> => {
  const { config, log, fetches = false } = options;
  const { secrets, vault, memory } = options.storage ?? (await openLocalSecrets(options));
  const simulator = fetches && config.simulator ? await (await import('./own-simulator')).startOwnSimulator(config) : undefined;
  const simulatorUrl = simulator?.url ?? options.simulatorUrl;
  const http = new LazyHttpClient({ spoolDir: join(config.dataDir, 'spool'), proxies: proxiesFor(config, simulatorUrl) });
  const dependencies = {
    http: options.tracer && config.otlp ? new WatchedHttpClient(http, options.tracer) : http,
    clock: new NodeClock(),
    secrets,
    log,
    customComponents: config.customComponents,
    vault,
    memory,
    simulatorUrl,
  };
  const inFolder = (sourcesDir: string): SourceCatalog => new LazyCatalog({ sourcesDir, ...dependencies });
  const sets = options.storage?.sourceSets;
  const folder = join(config.dataDir, 'deployed');
  const catalog = sets ? new DeployedCatalog({ sets, folder, open: inFolder, ...dependencies }) : inFolder(config.sourcesDir);
  return { config, catalog, dependencies, simulatorUrl, close: async () => simulator?.close() };
};

/** Excludes the simulator from the proxies. */
const proxiesFor = ({ proxies }: Config, simulatorUrl: string | undefined): Config['proxies'] =>
  proxies && simulatorUrl ? { ...proxies, noProxy: [proxies.noProxy, new URL(simulatorUrl).host].filter(Boolean).join(',') } : proxies;

/** Opens the secrets of the environment or a file, and the tokens in the data folder. */
export const openLocalSecrets = async ({
  config,
  env,
}: Pick<SourcesOptions, 'config' | 'env'>): Promise<Pick<Storage, 'secrets' | 'vault' | 'memory'>> => {
  const secrets = new EnvSecrets({ env, file: config.secretsFile });
  await secrets.check();
  return { secrets, vault: lazyVault(join(config.dataDir, 'tokens')), memory: lazyVault(join(config.dataDir, 'memory')) };
};
