import type { Json, JsonObject, SourceSettings } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';
import { type SecretStore, SecretMissingError } from '@twl/ports';
import { ManifestError } from '../errors/connector-errors';
import { type SecretMask, isShort } from '../secrets/secret-mask';
import type { SourceMap } from '../document/source-map';
import type { Problems } from '../manifest/problems';

/** Where the values of a config come from. */
export interface ConfigSources {
  secrets: SecretStore;
  mask: SecretMask;
  problems: Problems;
  positions: SourceMap;
  /** URL of the simulator, if it replaces the sources. */
  simulatorUrl: string | undefined;
}

/** The config with secrets fetched and the simulator's values in place. */
export const resolveConfig = async (settings: SourceSettings, written: Json, sources: ConfigSources): Promise<JsonObject> => {
  const documents = isJsonObject(written) ? written : {};
  const config = await resolve(settings.config as Json, { path: 'config', written: documents['config'], sources });
  const simulated = isSimulated(settings, sources.simulatorUrl)
    ? await resolve(settings.simulated as Json, { path: 'simulated', written: documents['simulated'], sources })
    : {};
  return merge(config as JsonObject, simulated as JsonObject);
};

/** Returns true if this source is simulated. */
export const isSimulated = (settings: SourceSettings, simulatorUrl: string | undefined): boolean =>
  simulatorUrl !== undefined && Object.keys(settings.simulated).length > 0;

interface At {
  path: string;
  written: Json | undefined;
  sources: ConfigSources;
}

const resolve = async (value: Json, at: At): Promise<Json> => {
  if (typeof value === 'string') return value.replaceAll('{simulator}', at.sources.simulatorUrl?.replace(/\/$/, '') ?? '{simulator}');
  if (Array.isArray(value)) return Promise.all(value.map((item, index) => resolve(item, below(at, index))));
  if (!isJsonObject(value)) return value;
  if (isSecret(value)) return secret(value.secret, at);
  const resolved: JsonObject = {};
  for (const [key, item] of Object.entries(value)) setKey(resolved, key, await resolve(item, below(at, key)));
  return resolved;
};

const below = (at: At, key: string | number): At => ({
  ...at,
  path: `${at.path}.${key}`,
  written: (at.written as Record<string | number, Json> | null | undefined)?.[key],
});

/** Returns true if a value of `source.yaml` names a secret. */
export const isSecret = (value: unknown): value is { secret: string } =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 1 && 'secret' in value && typeof value.secret === 'string';

const shortText =
  'the secret has less than 8 characters: where the source repeats it in a response it cannot be told from words, and stays';

const secret = async (name: string, { path, written, sources }: At): Promise<Json> => {
  try {
    const value = await sources.secrets.get(name);
    sources.mask.add(value, { name });
    if (sources.secrets.areReal && value !== '' && isShort(value))
      sources.problems.warn(new ManifestError(path, shortText, sources.positions.get(written ?? null)));
    return value;
  } catch (error) {
    if (!(error instanceof SecretMissingError)) throw error;
    sources.problems.add(path, error.message, sources.positions.get(written ?? null));
    return '';
  }
};

const merge = (config: JsonObject, over: JsonObject): JsonObject => {
  const merged: JsonObject = { ...config };
  for (const [key, value] of Object.entries(over)) {
    const mine = merged[key];
    setKey(merged, key, isJsonObject(mine) && isJsonObject(value) ? merge(mine, value) : value);
  }
  return merged;
};
