import type { Command } from 'commander';

/** Which engine, and where it is. */
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
    .option('--endpoint <url>', 'where AWS answers: an emulator')
    .option('--dynamodb-endpoint <url>', 'where DynamoDB answers, if elsewhere')
    .option('--s3-endpoint <url>', 'where S3 answers, if elsewhere')
    .option('--sqs-endpoint <url>', 'where SQS answers, if elsewhere')
    .option('--create', 'make table, bucket and queues that are not there');

/** The settings that the options stand for; they go before those of the environment. */
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
