import { awsProblems, awsSettingsSchema, isEmulated, type AwsSettings } from './aws-settings';

/** Where AWS is, and what the resources are called. */
export interface AwsConfig {
  region?: string;
  /** Any will do for an emulator; elsewhere the SDK finds them as it always does. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
  endpoint?: string;
  endpoints: { s3?: string; sqs?: string; dynamodb?: string; secretsManager?: string; ssm?: string };
  table: string;
  bucket: string;
  /** Names or addresses. */
  pageQueue: string;
  requestQueue: string;
  /** As the redrive policies of the queues say. */
  maxReceives: number;
  /** Makes table, bucket and queues that are not there. */
  isCreating: boolean;
  /** Where the sources are read: in the folder of the settings, or what was pushed into the bucket. */
  sourcesFrom: AwsSettings['SOURCES_FROM'];
  secrets: { service: AwsSettings['SECRETS']; prefix: string };
  /** Signs the cursors of the API; without it one is kept in the bucket. */
  cursorKey?: Buffer;
}

/** Reads the settings of the AWS engine. @returns them, and everything that is wrong with them */
export const readAwsConfig = (given: Record<string, string>): { aws?: AwsConfig; problems: string[] } => {
  const parsed = awsSettingsSchema.safeParse(given);
  const wrong = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  return { ...(parsed.success && { aws: configOf(parsed.data) }), problems: [...wrong, ...awsProblems(given)] };
};

const configOf = (settings: AwsSettings): AwsConfig => {
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
