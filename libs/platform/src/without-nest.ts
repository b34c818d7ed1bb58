// Entry for processes that serve nothing. It is separate because loading Nest takes half a second.
export type { AwsConfig } from './config/aws-config';
export { awsSettingNames } from './config/aws-settings';
export { NodeClock } from './clock/node-clock';
export { readAlertSettings } from './config/alert-settings';
export { readConfig, type Config, type Environment } from './config/config';
export { ConfigError } from './config/config-error';
export { createLogger, type LoggerOptions } from './log/create-logger';
export { redactField } from './log/redact';
export { PinoLog } from './log/pino-log';
export { closeOnSignal, type CloseOptions } from './process/close-on-signal';
export { guardAgainstCrashes, reportToLog, reportToStderr, type CrashPlan, type GuardedProcess } from './process/crash-guard';
export { EnvSecrets, type SecretSources } from './secrets/env-secrets';
export { SecretsFileError } from './secrets/secrets-file';
