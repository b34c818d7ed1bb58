import type { Meter } from '../../meter/meter';
import type { Bodies } from '../items/bodies';
import type { Table } from '../table/table';
import type { PrefetchedPages } from './prefetched-pages';
import type { RecentPages } from './recent-pages';
import type { ShardCache } from './shard-cache';
import type { StreamDirectory } from './stream-directory';
import type { TimeRangeCache } from './time-ranges';
import type { VersionSets } from './version-sets';

/** The table, and the bodies of its items. */
export interface TableAccess {
  table: Table;
  bodies: Bodies;
}

/** The table, and its streams. */
export interface StreamAccess extends TableAccess {
  streams: StreamDirectory;
}

/** Clock, random numbers and meter. */
export interface WorkEnvironment {
  /** Now, ms. */
  now(): number;
  /** In [0, 1). */
  random(): number;
  /** Counts the requests of the current work. */
  meter?: Meter | undefined;
}

/** Caches of generations, which save reads before a write. */
interface GenerationCaches {
  shards: ShardCache;
  timeRanges: TimeRangeCache;
  versionSets: VersionSets;
}

/** Caches of pages, which save reading them again. */
interface PageCaches {
  recent: RecentPages;
  prefetched: PrefetchedPages;
}

/** The parts that work on generations needs. */
export interface GenerationParts extends StreamAccess {
  generations: GenerationCaches;
  environment: WorkEnvironment;
}

/** The parts that work on the pages of a generation needs. */
export interface CommitParts extends GenerationParts {
  pages: PageCaches;
}

/** The generation that a store writes into while it is not shown. */
export interface Building {
  source: string;
  stream: string;
  sid: string;
  gen: string;
}
