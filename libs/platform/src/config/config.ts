import { readAwsConfig, type AwsConfig } from './aws-config';
import { ConfigError } from './config-error';
import { readProxies, type Proxies } from './proxies';
import { settingsSchema, type Settings } from './settings';

/** The settings, checked; paths are absolute. */
export interface Config {
  port: number;
  host: string;
  /** Names that the server answers to beside its address and those of the loopback. */
  allowedHosts: string[];
  dataDir: string;
  sourcesDir: string;
  /** Where the built dashboard lies, when it is not where the app looks by itself. */
  dashboardDir?: string;
  simulator: boolean;
  /** Where the simulator listens; without it, on a free port. */
  simulatorPort?: number;
  logLevel: Settings['LOG_LEVEL'];
  fingerprintAlgorithm: Settings['FINGERPRINT_ALGORITHM'];
  /** Whether sources that ask for it may bring code of their own. */
  customComponents: boolean;
  secretsFile?: string;
  /** The proxies that sources are called through; without them they are called directly. */
  proxies?: Proxies;
  /** The AWS engine; without it everything is kept in `dataDir`. */
  aws?: AwsConfig;
}

/** An environment: `process.env`, handed over by a main. */
export type Environment = Record<string, string | undefined>;

/**
 * Reads and checks every setting; an empty value counts as not set. Relative paths are seen from `cwd`.
 * @throws ConfigError naming every problem at once
 */
export function readConfig(env: Environment, cwd: string = process.cwd()): Config {
  const given = Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])));
  const parsed = settingsSchema(cwd).safeParse(given);
  const wrong = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  // Variables of AWS are for other tools too: only its engine looks at them.
  const { aws, problems } = given['ENGINE']?.toLowerCase() === 'aws' ? readAwsConfig(given) : { problems: [] };
  const network = readProxies(given);
  const others = [...network.problems, ...problems];
  if (!parsed.success || others.length > 0) throw new ConfigError([...wrong, ...others]);
  return { ...toConfig(parsed.data), ...(network.proxies && { proxies: network.proxies }), ...(aws && { aws }) };
}

function toConfig(settings: Settings): Config {
  return {
    port: settings.PORT,
    host: settings.HOST,
    allowedHosts: settings.ALLOWED_HOSTS,
    dataDir: settings.DATA_DIR,
    sourcesDir: settings.SOURCES_DIR,
    dashboardDir: settings.DASHBOARD_DIR,
    simulator: settings.SIMULATOR === 'on',
    simulatorPort: settings.SIMULATOR_PORT,
    logLevel: settings.LOG_LEVEL,
    fingerprintAlgorithm: settings.FINGERPRINT_ALGORITHM,
    customComponents: settings.CUSTOM_COMPONENTS === 'on',
    secretsFile: settings.TWL_SECRETS_FILE,
  };
}
