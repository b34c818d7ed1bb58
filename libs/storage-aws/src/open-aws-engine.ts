import type { Clock, Engine, Log } from '@twl/ports';
import { AwsClients, type AwsAccess } from './clients/aws-clients';
import { dynamoStores } from './dynamo/stores/dynamo-stores';
import type { ItemReader } from './dynamo/stores/item-reader';
import { S3BlobStore } from './dynamo/table/s3-blob-store';
import { LargeResponses } from './s3/large-responses';
import { S3ExportFiles } from './s3/s3-export-files';
import { S3History } from './s3/s3-history';
import { StateObjects, type StateObjectKind } from './s3/state-objects';
import { S3RawStore } from './s3/s3-raw-store';
import { findQueue } from './sqs/queues';
import { SourceSets } from './sources/source-sets';
import { SqsWorkQueue } from './sqs/sqs-work-queue';

/** Names of the resources. Queues by name or by address. */
export interface AwsNames {
  table: string;
  bucket: string;
  pageQueue: string;
  requestQueue: string;
}

/** Where AWS is, and how the engine behaves. */
export interface AwsEngineOptions extends AwsNames {
  access: AwsAccess;
  clock: Clock;
  /** Clock for pauses between attempts; default the clock. */
  waits?: Pick<Clock, 'sleep' | 'random'>;
  log?: Log;
  /** As in the redrive policies of the queues; default 5. */
  maxReceives?: number;
}

/** The engine on AWS, with what only its environment uses. */
export interface AwsEngine extends Engine {
  clients: AwsClients;
  raw: S3RawStore;
  pageQueue: SqsWorkQueue;
  requestQueue: SqsWorkQueue;
  /** Small secrets that all processes share. */
  objects: Readonly<Record<StateObjectKind, StateObjects>>;
  /** Responses that are too large for a function. */
  largeResponses: LargeResponses;
  /** The sources that are deployed in the bucket. */
  sourceSets: SourceSets;
  /** Shows the items of the table as they are. */
  items: Pick<ItemReader, 'read'>;
}

/**
 * Opens the engine on S3, SQS and DynamoDB. Table, bucket and queues must exist: `createResources` makes them.
 * @throws AwsError. @throws TableFormatError when another version of the product made the table
 */
export const openAwsEngine = async (options: AwsEngineOptions): Promise<AwsEngine> => {
  const { access, clock, waits, log, table, bucket, maxReceives = 5 } = options;
  const clients = new AwsClients(access);
  const { s3, sqs, dynamo } = clients;
  const raw = new S3RawStore(s3, bucket);
  const { check, checkFormat, ...stores } = dynamoStores({
    ...{ client: dynamo, table, clock, waits, meter: clients.meter },
    ...(log && { log }),
    blobs: new S3BlobStore(s3, bucket),
  });
  const [pageUrls, requestUrls] = await Promise.all([
    findQueue(sqs, options.pageQueue),
    findQueue(sqs, options.requestQueue),
    checkFormat(),
  ]);
  const pageQueue = new SqsWorkQueue({ client: sqs, clock, maxReceives, ...pageUrls });
  return {
    ...stores,
    clients,
    history: new S3History(s3, bucket),
    raw,
    pageQueue,
    requestQueue: new SqsWorkQueue({ client: sqs, clock, maxReceives, ...requestUrls }),
    objects: {
      tokens: new StateObjects(s3, bucket, 'tokens'),
      keys: new StateObjects(s3, bucket, 'keys'),
      memory: new StateObjects(s3, bucket, 'memory'),
    },
    exportFiles: new S3ExportFiles(s3, bucket, clock),
    largeResponses: new LargeResponses(s3, bucket, clock),
    sourceSets: new SourceSets(s3, bucket),
    check: async () => {
      await Promise.all([raw.check(), check()]);
    },
    close: async () => clients.close(),
  };
};
