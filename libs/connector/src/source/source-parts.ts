import type { SourceSettings, JsonObject } from '@twl/contracts';
import type { TokenVault } from '../auth/tokens/token-vault';
import type { HttpClient, Clock, SecretStore, Log } from '@twl/ports';
import type { YamlDocument } from '../document/yaml-document';
import type { Discovery } from '../dynamic/discovery';
import type { Sender } from '../exchange/exchange';
import type { Problems } from '../manifest/problems';
import type { Manifest } from '../manifest/read-manifest';
import type { TextMask } from '../secrets/secret-mask';

/** Everything known of a source folder once its files are read. */
export interface SourceParts {
  name: string;
  folder: string;
  settings: SourceSettings;
  document: YamlDocument;
  manifest: Manifest;
  config: JsonObject;
  mask: TextMask;
  problems: Problems;
  discovery: Discovery;
  dependencies: SourceDependencies;
}
/** Dependencies of loading a source. */
export interface SourceDependencies {
  http: HttpClient;
  clock: Clock;
  secrets: SecretStore;
  log: Log;
  /** URL of the simulator, if it replaces sources that have a `simulated` block. */
  simulatorUrl?: string;
  /** Allow custom classes of a source, in `components.ts`. Default false. */
  customComponents?: boolean;
  /** Keeps refresh tokens that work once from one process to the next. */
  vault?: TokenVault;
  /** Stores the stream names of sources between processes. No secrets. */
  memory?: TokenVault;
  /** Ask the source for streams that only it knows. Default no: those that it named before are in `memory`. */
  discover?: boolean;
  /** Wraps the network, to record or replay exchanges. */
  exchanges?: (sender: Sender, mask: TextMask) => Sender;
  /** Read one slice after the other, whatever the manifest says. */
  sequential?: boolean;
}
