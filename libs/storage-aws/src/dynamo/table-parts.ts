import type { Meter } from '../meter/meter';
import type { Bodies } from './bodies';
import type { BoundKeeper } from './bounds';
import type { ExpectedPages } from './expected-pages';
import type { HeadReader } from './heads';
import type { LaneKeeper } from './lane-keeper';
import type { LeftPages } from './left-pages';
import type { RunPlaces } from './run-places';
import type { Streams } from './streams';
import type { Table } from './table';
import type { VersionShelves } from './version-shelves';

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
