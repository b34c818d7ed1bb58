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
/** What loading a source needs. */
export interface SourceDependencies {
  http: HttpClient;
  clock: Clock;
  secrets: SecretStore;
  log: Log;
  /** Address of the simulator, while it stands in for sources that have a `simulated` block. */
  simulatorUrl?: string;
  /** Whether a source may bring classes of its own, in `components.ts`. Default no. */
  customComponents?: boolean;
  /** Keeps refresh tokens that work once from one process to the next. */
  vault?: TokenVault;
  /** Remembers what sources said of their streams, from one process to the next. No secrets. */
  memory?: TokenVault;
  /** Ask the source for streams that only it knows. Default no: those that it named before are in `memory`. */
  discover?: boolean;
  /** Stands between the engine and the network, to record or to replay what is asked and answered. */
  exchanges?: (sender: Sender, mask: TextMask) => Sender;
  /** Read one slice after the other, whatever the manifest says. */
  sequential?: boolean;
}
