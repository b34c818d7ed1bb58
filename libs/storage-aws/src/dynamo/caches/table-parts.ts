import type { Meter } from '../../meter/meter';
import type { Bodies } from '../items/bodies';
import type { TimeRangeCache } from './time-ranges';
import type { PrefetchedPages } from './prefetched-pages';
import type { HeadReader } from './head-reader';
import type { ShardCache } from './shard-cache';
import type { RecentPages } from './recent-pages';
import type { RunKeys } from './run-keys';
import type { Streams } from './streams';
import type { Table } from '../table/table';
import type { VersionSets } from './version-sets';

/** What the stores of one table have in common. */
export interface TableParts {
  table: Table;
  bodies: Bodies;
  timeRanges: TimeRangeCache;
  streams: Streams;
  shards: ShardCache;
  heads: HeadReader;
  versionSets: VersionSets;
  runKeys: RunKeys;
  recentPages: RecentPages;
  prefetchedPages: PrefetchedPages;
  /** What tells how much the work in hand asked for. */
  meter?: Meter | undefined;
  /** In [0, 1). */
  random(): number;
  /** Now, ms. */
  now(): number;
}

/** The generation that a store writes into while it is not shown. */
export interface Building {
  source: string;
  stream: string;
  sid: string;
  gen: string;
}
