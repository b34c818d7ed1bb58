import type { Meter } from '../../meter/meter';
import type { Bodies } from '../items/bodies';
import type { BoundKeeper } from './time-ranges';
import type { ExpectedPages } from './prefetched-pages';
import type { HeadReader } from './head-reader';
import type { LaneKeeper } from './shard-cache';
import type { LeftPages } from './recent-pages';
import type { RunPlaces } from './run-keys';
import type { Streams } from './streams';
import type { Table } from '../table/table';
import type { VersionShelves } from './version-sets';

/** What the stores of one table have in common. */
export interface TableParts {
  table: Table;
  bodies: Bodies;
  bounds: BoundKeeper;
  streams: Streams;
  lanes: LaneKeeper;
  heads: HeadReader;
  shelves: VersionShelves;
  runPlaces: RunPlaces;
  leftPages: LeftPages;
  expected: ExpectedPages;
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
