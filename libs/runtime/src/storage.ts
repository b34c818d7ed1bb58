import type { TokenVault } from '@twl/connector';
import type { Engine, Log, SecretStore } from '@twl/ports';
import type { AwsEngine, SourceSets } from '@twl/storage-aws';

/** What differs from engine to engine. */
export interface Storage {
  engine: Engine;
  /** The same engine, with what is known of it alone. */
  aws?: AwsEngine;
  secrets: SecretStore;
  /** Refresh tokens: secrets. */
  vault: TokenVault;
  /** What sources said of their streams. */
  memory: TokenVault;
  /** Where the sources are, if not in the folder of the settings. */
  sourceSets?: SourceSets;
  /** The log, with what the engine adds to its lines. */
  log: Log;
  /** Names this process as the owner of leases. */
  owner: string;
  /** The key of the API's cursors, where the processes that share it do not share a folder. */
  cursorKey?: () => Promise<Uint8Array>;
}
