import { findMissingSettings, awsSettingsSchema, isEmulated, type AwsSettings } from './aws-settings';

/** Access to AWS, and the names of the resources. */
export interface AwsConfig {
  region?: string;
  /** Placeholders for an emulator; otherwise undefined, and the SDK finds the credentials. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  endpoint?: string;
  endpoints: { s3?: string; sqs?: string; dynamodb?: string; secretsManager?: string; ssm?: string; sns?: string };
  table: string;
  bucket: string;
  /** Name or URL. */
  pageQueue: string;
  requestQueue: string;
  /** Maximum deliveries of a message; must match the redrive policies of the queues. */
  maxReceives: number;
  /** True to create a missing table, bucket or queue. */
  isCreating: boolean;
  /** Where sources come from: the configured folder, or the bucket. */
  sourcesFrom: AwsSettings['SOURCES_FROM'];
  secrets: { service: AwsSettings['SECRETS']; prefix: string };
  /** Key that signs the cursors of the API; default one stored in the bucket. */
  cursorKey?: Buffer;
}

/** Reads the settings of the AWS engine. @returns the settings and all their problems */
export const readAwsConfig = (given: Record<string, string>): { aws?: AwsConfig; problems: string[] } => {
  const parsed = awsSettingsSchema.safeParse(given);
  const wrong = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return { ...(parsed.success && { aws: toAwsConfig(parsed.data) }), problems: [...wrong, ...findMissingSettings(given)] };
};

const toAwsConfig = (settings: AwsSettings): AwsConfig => {
  const emulated = isEmulated(settings);
  const isKnown = settings.AWS_ACCESS_KEY_ID !== undefined || settings.AWS_PROFILE !== undefined;
  const region = settings.AWS_REGION ?? settings.AWS_DEFAULT_REGION ?? (emulated ? 'us-east-1' : undefined);
  return {
    ...(region !== undefined && { region }),
    ...(emulated && !isKnown && { credentials: { accessKeyId: 'local', secretAccessKey: 'local' } }),
    ...(settings.AWS_ENDPOINT_URL !== undefined && { endpoint: settings.AWS_ENDPOINT_URL }),
    endpoints: {
      s3: settings.AWS_ENDPOINT_URL_S3,
      sqs: settings.AWS_ENDPOINT_URL_SQS,
      dynamodb: settings.AWS_ENDPOINT_URL_DYNAMODB,
      secretsManager: settings.AWS_ENDPOINT_URL_SECRETS_MANAGER,
      ssm: settings.AWS_ENDPOINT_URL_SSM,
      sns: settings.AWS_ENDPOINT_URL_SNS,
    },
    table: settings.TABLE_NAME,
    bucket: settings.RAW_BUCKET ?? 'twl-raw',
    pageQueue: settings.PAGE_QUEUE,
    requestQueue: settings.REQUEST_QUEUE,
    maxReceives: settings.MAX_RECEIVES,
    isCreating: settings.CREATE_RESOURCES === 'on',
    sourcesFrom: settings.SOURCES_FROM,
    secrets: { service: settings.SECRETS, prefix: settings.SECRETS_PREFIX },
    ...(settings.CURSOR_KEY !== undefined && { cursorKey: Buffer.from(settings.CURSOR_KEY, 'hex') }),
  };
};
