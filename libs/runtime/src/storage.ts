import type { TokenVault } from '@twl/connector';
import type { Engine, Log, SecretStore } from '@twl/ports';
import type { AwsEngine, SourceSets } from '@twl/storage-aws';

/** The parts of a runtime that depend on the engine. */
export interface Storage {
  engine: Engine;
  /** The same engine with its AWS-specific members. */
  aws?: AwsEngine;
  secrets: SecretStore;
  /** Stored refresh tokens. They are secrets. */
  vault: TokenVault;
  /** Stored results of stream discovery. */
  memory: TokenVault;
  /** Deployed sources; undefined if the sources are in a folder. */
  sourceSets?: SourceSets;
  /** The log, with fields that the engine adds. */
  log: Log;
  /** Name of this process as the owner of leases. */
  owner: string;
  /** Key of the API's cursors, for processes that do not share a data folder. */
  cursorKey?: () => Promise<Uint8Array>;
}
