import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock, Engine, Log } from '@twl/ports';
import type { Meter } from '../../meter/meter';
import { HeadReader } from '../caches/head-reader';
import { PrefetchedPages } from '../caches/prefetched-pages';
import { RecentPages } from '../caches/recent-pages';
import { RunKeys } from '../caches/run-keys';
import { ShardCache } from '../caches/shard-cache';
import { StreamDirectory } from '../caches/stream-directory';
import { TimeRangeCache } from '../caches/time-ranges';
import { VersionSets } from '../caches/version-sets';
import { Bodies } from '../items/bodies';
import type { BlobStore } from '../table/blob-store';
import { checkFormat } from '../steps/format/check-format';
import { Table } from '../table/table';
import { DynamoAlerts } from './dynamo-alerts';
import { DynamoAudit } from './dynamo-audit';
import { DynamoChangeFeed } from './dynamo-change-feed';
import { DynamoCredentials } from './dynamo-credentials';
import { DynamoFailures } from './dynamo-failures';
import { DynamoLedger } from './dynamo-ledger';
import { DynamoPauses } from './dynamo-pauses';
import { DynamoReader } from './dynamo-reader';
import { DynamoRecords } from './dynamo-records';
import { DynamoRuns } from './dynamo-runs';
import type { ItemReader } from './item-reader';

/** What the stores in a table need. */
export interface DynamoStoresOptions {
  client: DynamoDBClient;
  /** Name of the table; `resources.ts` describes it. */
  table: string;
  clock: Clock;
  log?: Log;
  /** The blob store for bodies that are too large for an item. */
  blobs: BlobStore;
  /** Counts the requests of the client. */
  meter?: Meter;
  /** Clock for pauses between attempts; default the clock. */
  waits?: Pick<Clock, 'sleep' | 'random'>;
}

/** The stores of an engine in its table. */
export type DynamoStores = Omit<Engine, 'raw' | 'exportFiles' | 'history' | 'pageQueue' | 'requestQueue' | 'verify' | 'close'> & {
  /** Shows the items of the table as they are. */
  items: Pick<ItemReader, 'read'>;
  /** Checks that this version of the product made the table, and upgrades it. @throws TableFormatError */
  checkFormat(): Promise<void>;
};

/** Opens the stores in one DynamoDB table. The caller closes the client. */
export const dynamoStores = ({ client, table: name, clock, blobs, meter, waits = clock }: DynamoStoresOptions): DynamoStores => {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const table = new Table({ client: documents, name, clock, waits });
  const bodies = new Bodies(blobs);
  const random = () => waits.random();
  const versionSets = new VersionSets(table, bodies);
  const generations = { shards: new ShardCache(table, random), timeRanges: new TimeRangeCache(table), versionSets };
  const pages = { recent: new RecentPages(), prefetched: new PrefetchedPages() };
  const environment = { now: () => clock.now(), random, meter };
  const parts = { table, bodies, streams: new StreamDirectory(table), generations, pages, environment };
  const runKeys = new RunKeys(table);
  const ledger = new DynamoLedger({ ...parts, runKeys });
  const runs = new DynamoRuns({ ...parts, runKeys });
  const records = new DynamoRecords({ ...parts, heads: new HeadReader(table, versionSets) });
  return {
    ...{ runs, runDecisions: runs, leases: runs, streamStates: runs },
    ...{ ledger, unapplied: ledger },
    ...{ records, contracts: records, generations: records, retention: records },
    reader: new DynamoReader(parts),
    changeFeed: new DynamoChangeFeed(parts),
    failures: new DynamoFailures(parts, ledger),
    audit: new DynamoAudit(parts),
    credentials: new DynamoCredentials(parts),
    pauses: new DynamoPauses(parts),
    alerts: new DynamoAlerts(parts),
    // Functions do not need it, so it is loaded on demand.
    items: { read: async (asked) => new (await import('./item-reader')).ItemReader(parts).read(asked) },
    checkFormat: () => checkFormat(table),
    check: async () => {
      await table.get({ pk: 'STREAMS', sk: '-' });
    },
  };
};
