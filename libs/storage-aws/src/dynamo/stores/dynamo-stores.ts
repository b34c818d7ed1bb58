import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock, Engine, Log } from '@twl/ports';
import type { Meter } from '../../meter/meter';
import { Bodies } from '../items/bodies';
import { TimeRangeCache } from '../caches/time-ranges';
import { DynamoAudit } from './dynamo-audit';
import { DynamoFailures } from './dynamo-failures';
import { DynamoLedger } from './dynamo-ledger';
import { DynamoReader } from './dynamo-reader';
import { DynamoRecords } from './dynamo-records';
import { DynamoRuns } from './dynamo-runs';
import { PrefetchedPages } from '../caches/prefetched-pages';
import { HeadReader } from '../caches/head-reader';
import type { ItemReader } from './item-reader';
import { ShardCache } from '../caches/shard-cache';
import { RecentPages } from '../caches/recent-pages';
import type { BlobStore } from '../table/blob-store';
import { RunKeys } from '../caches/run-keys';
import { Streams } from '../caches/streams';
import { Table } from '../table/table';
import { VersionSets } from '../caches/version-sets';

/** What the stores in a table are made of. */
export interface DynamoStoresOptions {
  client: DynamoDBClient;
  /** Name of the table; `resources.ts` describes it. */
  table: string;
  clock: Clock;
  log?: Log;
  /** Where bodies lie that are too large for an item. */
  blobs: BlobStore;
  /** What the client's requests are counted with. */
  meter?: Meter;
  /** What pauses between attempts go by; default the clock. */
  waits?: Pick<Clock, 'sleep' | 'random'>;
}

/** The stores of an engine that lie in its table. */
export type DynamoStores = Pick<Engine, 'runs' | 'ledger' | 'records' | 'reader' | 'failures' | 'audit' | 'check'> & {
  /** Shows the items of the table as they are. */
  items: Pick<ItemReader, 'read'>;
};

/** The stores in one DynamoDB table. The client stays the caller's. */
export const dynamoStores = ({ client, table: name, clock, blobs, meter, waits = clock }: DynamoStoresOptions): DynamoStores => {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const table = new Table({ client: documents, name, clock, waits });
  const bodies = new Bodies(blobs);
  const versionSets = new VersionSets(table, bodies);
  const parts = {
    table,
    bodies,
    versionSets,
    timeRanges: new TimeRangeCache(table),
    streams: new Streams(table),
    shards: new ShardCache(table, () => waits.random()),
    heads: new HeadReader(table, versionSets),
    runKeys: new RunKeys(table),
    recentPages: new RecentPages(),
    prefetchedPages: new PrefetchedPages(),
    meter,
    random: () => waits.random(),
    now: () => clock.now(),
  };
  const ledger = new DynamoLedger(parts);
  return {
    runs: new DynamoRuns(parts),
    ledger,
    records: new DynamoRecords(parts),
    reader: new DynamoReader(parts),
    failures: new DynamoFailures(parts, ledger),
    audit: new DynamoAudit(parts),
    // No function needs it: it is loaded when it is asked for.
    items: { read: async (asked) => new (await import('./item-reader')).ItemReader(parts).read(asked) },
    check: async () => {
      await table.get({ pk: 'STREAMS', sk: '-' });
    },
  };
};
