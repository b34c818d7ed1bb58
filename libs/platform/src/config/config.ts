import { readAwsConfig, type AwsConfig } from './aws-config';
import { ConfigError } from './config-error';
import { readOidcConfig, type OidcConfig } from './oidc-config';
import { readProxies, type Proxies } from './proxies';
import { settingsSchema, type Settings } from './settings';

/** Checked settings; paths are absolute. */
export interface Config {
  port: number;
  host: string;
  /** Allowed host names, in addition to the address of the server and loopback names. */
  allowedHosts: string[];
  /** Role of requests without a credential; undefined: none, but on a loopback address anything while there is no API key. */
  anonymousRole?: Settings['ANONYMOUS_ROLE'];
  /** Issuer that signs users in; default none. */
  oidc?: OidcConfig;
  /** True if nothing may be changed through the API. */
  isReadOnly: boolean;
  dataDir: string;
  sourcesDir: string;
  /** Folder of the built dashboard; default the output of the build. */
  dashboardDir?: string;
  simulator: boolean;
  /** Port of the simulator; default a free port. */
  simulatorPort?: number;
  logLevel: Settings['LOG_LEVEL'];
  /** Port for the metrics; default that of the API. */
  metricsPort?: number;
  /** Where traces and metrics are sent by OTLP; undefined: nowhere. */
  otlp?: { endpoint: string; serviceName: string };
  fingerprintAlgorithm: Settings['FINGERPRINT_ALGORITHM'];
  /** True to load custom components of sources. */
  customComponents: boolean;
  secretsFile?: string;
  /** File with the settings of alerts. */
  alertsFile?: string;
  /** The settings of alerts themselves, as YAML or JSON. */
  alerts?: string;
  /** Proxies for requests to sources; default none. */
  proxies?: Proxies;
  /** Settings of the AWS engine; undefined for the local engine, which stores everything in `dataDir`. */
  aws?: AwsConfig;
}

/** Environment variables, such as `process.env`. */
export type Environment = Record<string, string | undefined>;

/**
 * Reads and checks all settings; an empty value counts as not set. Relative paths are resolved against `cwd`.
 * @throws ConfigError with all problems
 */
export function readConfig(env: Environment, cwd: string = process.cwd()): Config {
  const given = Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])));
  const parsed = settingsSchema(cwd).safeParse(given);
  const wrong = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  // Only the AWS engine checks AWS variables, because other tools use them too.
  const { aws, problems } = given['ENGINE']?.toLowerCase() === 'aws' ? readAwsConfig(given) : { problems: [] };
  const network = readProxies(given);
  const signIn = readOidcConfig(given);
  const others = [...network.problems, ...signIn.problems, ...problems];
  if (!parsed.success || others.length > 0) throw new ConfigError([...wrong, ...others]);
  return {
    ...toConfig(parsed.data),
    ...(network.proxies && { proxies: network.proxies }),
    ...(signIn.oidc && { oidc: signIn.oidc }),
    ...(aws && { aws }),
  };
}

function toConfig(settings: Settings): Config {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = settings;
  return {
    port: settings.PORT,
    host: settings.HOST,
    allowedHosts: settings.ALLOWED_HOSTS,
    anonymousRole: settings.ANONYMOUS_ROLE,
    isReadOnly: settings.READ_ONLY === 'on',
    dataDir: settings.DATA_DIR,
    sourcesDir: settings.SOURCES_DIR,
    dashboardDir: settings.DASHBOARD_DIR,
    simulator: settings.SIMULATOR === 'on',
    simulatorPort: settings.SIMULATOR_PORT,
    logLevel: settings.LOG_LEVEL,
    metricsPort: settings.METRICS_PORT,
    ...(endpoint !== undefined && { otlp: { endpoint, serviceName: settings.OTEL_SERVICE_NAME } }),
    fingerprintAlgorithm: settings.FINGERPRINT_ALGORITHM,
    customComponents: settings.CUSTOM_COMPONENTS === 'on',
    secretsFile: settings.TWL_SECRETS_FILE,
    alertsFile: settings.ALERTS_FILE,
    alerts: settings.ALERTS,
  };
}
