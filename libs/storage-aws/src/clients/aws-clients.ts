import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { addMeter } from '../meter/add-meter';
import { Meter } from '../meter/meter';
import { RetryWithin, type Deadline } from './retry-within';

/** The AWS services that are called, by their names in `AWS_ENDPOINT_URL_…`. */
export type AwsService = 's3' | 'sqs' | 'dynamodb' | 'secretsManager' | 'ssm';

/** Where AWS is, and the credentials. The SDK finds what is left out as usual: profile, role, metadata. */
export interface AwsAccess {
  region?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  /** Endpoint of every service, for emulators and private endpoints. */
  endpoint?: string;
  /** Endpoints of single services, in place of `endpoint`. */
  endpoints?: Partial<Record<AwsService, string>>;
}

/** Open connections to one service. */
const maxSockets = 50;

/** How long a connection may take to open, and a response to begin, ms. Above the 20 s of a long poll. */
const timeouts = { connectionTimeout: 2000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The clients of one process: each is made once, when it is first used, with connections kept open, bounded retries and the meter. */
export class AwsClients {
  /** Counts every request that these clients send. */
  readonly meter = new Meter();
  /** Until when a request may be retried. */
  readonly deadline: Deadline = { at: Infinity };
  private readonly agents = {
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets }),
  };
  private readonly made = new Map<AwsService, { destroy(): void }>();

  constructor(private readonly access: AwsAccess) {}

  get s3(): S3Client {
    const { endpoint, ...config } = this.config('s3');
    // The reader checks the digest of the stored body, so the SDK need not.
    const options = { ...config, responseChecksumValidation: 'WHEN_REQUIRED' as const };
    return this.once('s3', () => addMeter(new S3Client({ ...options, ...(endpoint && { endpoint, forcePathStyle: true }) }), this.meter));
  }

  get sqs(): SQSClient {
    return this.once('sqs', () => addMeter(new SQSClient(this.config('sqs')), this.meter));
  }

  get dynamo(): DynamoDBClient {
    return this.once('dynamodb', () => addMeter(new DynamoDBClient(this.config('dynamodb')), this.meter));
  }

  /** The options of a client of a service. */
  config(service: AwsService) {
    const { region, credentials, endpoint, endpoints = {} } = this.access;
    const url = endpoints[service] ?? endpoint;
    return {
      retryStrategy: new RetryWithin(this.deadline),
      requestHandler: { ...timeouts, ...this.agents },
      ...(region && { region }),
      ...(credentials && { credentials }),
      ...(url && { endpoint: url }),
    };
  }

  /** Closes every connection. */
  close(): void {
    for (const client of this.made.values()) client.destroy();
    this.made.clear();
    this.agents.httpAgent.destroy();
    this.agents.httpsAgent.destroy();
  }

  private once<T extends { destroy(): void }>(service: AwsService, make: () => T): T {
    const known = this.made.get(service) as T | undefined;
    if (known) return known;
    const client = make();
    this.made.set(service, client);
    return client;
  }
}
