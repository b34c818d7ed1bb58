import type { StreamComparison } from '../comparison';
import { cursors } from './cursors';
import { faults } from './faults';
import { paging } from './paging';
import { partitions } from './partitions';
import { records } from './records';
import { requests } from './requests';
import { streams } from './streams';

/** Every comparison by the name of its manifest, under what it is about. */
export const comparisons: Readonly<Record<string, Readonly<Record<string, StreamComparison>>>> = {
  Paging: paging,
  'Requests and authentication': requests,
  Increments: cursors,
  Partitions: partitions,
  'Decoders, extraction and transformations': records,
  'Errors and pace': faults,
  'Streams and documents': streams,
};
