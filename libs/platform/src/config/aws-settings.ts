import * as z from 'zod';
import { oneOf } from './one-of';

const url = z.url({
  protocol: /^https?$/,
  error: ({ input }) => `must be a URL that starts with http:// or https://, not ${JSON.stringify(input)}`,
});

const textMatching = (pattern: RegExp, description: string) =>
  z.string().regex(pattern, { error: ({ input }) => `must be ${description}, not ${JSON.stringify(input)}` });

const bucket = textMatching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name (3 to 63 lower case letters, digits, dots and hyphens)');
const table = textMatching(/^[A-Za-z0-9_.-]{3,255}$/, 'a table name (3 to 255 letters, digits, dots, hyphens and underscores)');
const queue = z.union([textMatching(/^[A-Za-z0-9_-]{1,75}$/, 'a queue name'), url], {
  error: ({ input }) => `must be the name of a queue (letters, digits, hyphens, underscores) or its URL, not ${JSON.stringify(input)}`,
});
const receives = textMatching(/^[1-9]\d{0,2}$/, 'a whole number from 1 to 999').transform(Number);

/** The settings that only `ENGINE=aws` looks at; the first ones are those of every AWS tool. */
export const awsSettingsSchema = z.object({
  AWS_REGION: textMatching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-central-1').optional(),
  AWS_DEFAULT_REGION: z.string().optional(),
  AWS_PROFILE: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_ENDPOINT_URL: url.optional(),
  AWS_ENDPOINT_URL_S3: url.optional(),
  AWS_ENDPOINT_URL_SQS: url.optional(),
  AWS_ENDPOINT_URL_DYNAMODB: url.optional(),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: url.optional(),
  AWS_ENDPOINT_URL_SSM: url.optional(),
  AWS_ENDPOINT_URL_SNS: url.optional(),
  TABLE_NAME: table.default('twl'),
  RAW_BUCKET: bucket.optional(),
  PAGE_QUEUE: queue.default('twl-pages'),
  REQUEST_QUEUE: queue.default('twl-requests'),
  MAX_RECEIVES: receives.prefault('5'),
  CREATE_RESOURCES: oneOf(['on', 'off']).prefault('off'),
  SOURCES_FROM: oneOf(['folder', 'bucket']).prefault('folder'),
  SECRETS: oneOf(['env', 'secrets-manager', 'parameter-store']).prefault('env'),
  SECRETS_PREFIX: textMatching(/^[\w/.@+=-]{1,200}$/, 'a prefix of secret names, such as twl/').default('twl/'),
  CURSOR_KEY: textMatching(/^[0-9a-f]{64}$/i, '64 hexadecimal digits').optional(),
});

export type AwsSettings = z.infer<typeof awsSettingsSchema>;

/** The names of these settings: what whoever deploys the functions has to think of. */
export const awsSettingNames: readonly string[] = Object.keys(awsSettingsSchema.shape);

const isLocalAddress = (address: string): boolean => /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/.test(address);

/** Returns true if all AWS endpoints are on this machine, as those of an emulator are. */
export const isEmulated = (settings: AwsSettings): boolean => {
  const { AWS_ENDPOINT_URL: all, AWS_ENDPOINT_URL_S3: s3, AWS_ENDPOINT_URL_SQS: sqs, AWS_ENDPOINT_URL_DYNAMODB: dynamo } = settings;
  return [s3 ?? all, sqs ?? all, dynamo ?? all].every((address) => address !== undefined && isLocalAddress(address));
};

/** Finds missing settings of `ENGINE=aws`. An emulator has defaults for all of them. */
export const findMissingSettings = (given: Record<string, string>): string[] => {
  const isSet = (name: string): boolean => given[name] !== undefined;
  const emulated = isEmulated(given as unknown as AwsSettings);
  const problems = [];
  if (!emulated && !['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_PROFILE'].some(isSet))
    problems.push('AWS_REGION: ENGINE=aws needs a region, such as eu-central-1');
  if (!emulated && !isSet('RAW_BUCKET')) problems.push('RAW_BUCKET: ENGINE=aws needs the name of the bucket for raw pages');
  if (isSet('AWS_ACCESS_KEY_ID') !== isSet('AWS_SECRET_ACCESS_KEY'))
    problems.push('AWS_ACCESS_KEY_ID: set it together with AWS_SECRET_ACCESS_KEY; only one of them is set');
  return problems;
};
