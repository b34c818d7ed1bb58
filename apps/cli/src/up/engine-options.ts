import type { Command } from 'commander';

/** Storage engine and its endpoints. */
export interface EngineOptions {
  engine?: string;
  endpoint?: string;
  dynamodbEndpoint?: string;
  s3Endpoint?: string;
  sqsEndpoint?: string;
  create?: boolean;
}

/** Adds the options to a command. */
export const withEngineOptions = (command: Command): Command =>
  command
    .option('--engine <name>', 'local (files and SQLite) or aws (S3, SQS, DynamoDB)')
    .option('--endpoint <url>', 'AWS endpoint of an emulator')
    .option('--dynamodb-endpoint <url>', 'DynamoDB endpoint, if different')
    .option('--s3-endpoint <url>', 'S3 endpoint, if different')
    .option('--sqs-endpoint <url>', 'SQS endpoint, if different')
    .option('--create', 'create a missing table, bucket or queue');

/** Returns the settings of the options; they override the environment. */
export const engineEnvironment = (options: EngineOptions): Record<string, string> => {
  const settings = {
    ENGINE: options.engine,
    AWS_ENDPOINT_URL: options.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: options.dynamodbEndpoint,
    AWS_ENDPOINT_URL_S3: options.s3Endpoint,
    AWS_ENDPOINT_URL_SQS: options.sqsEndpoint,
    CREATE_RESOURCES: options.create ? 'on' : undefined,
  };
  return Object.fromEntries(Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
};
