import { fromOrderText } from '@twl/ports';
import type { Item, Key } from '../../table/action';

/** What is known of a stream beside its records. */
export interface StreamItem {
  sid: string;
  source: string;
  stream: string;
  /** The generation that is shown, and the number of the newest one. */
  gen: string;
  q: number;
  /** Number of the newest run, or of the newest that a page was applied of; and how many runs there are. */
  seq: number;
  runs: number;
  /** The run that is not settled: its id, its place and its phase. */
  active?: string;
  activeSk?: string;
  phase?: string;
  /** The lease on it. */
  fence: number;
  leaseRun?: string;
  leaseUntil?: number;
  /** Where the newest run lies that was not skipped, the newest known to have a result, and to have ended well; when the newest of all began. */
  last?: string;
  ended?: string;
  good?: string;
  lastAt?: number;
  /** The generation shown before, while what follows from the change is not done. */
  unfinished?: string;
  /** Generations given up, to be removed. */
  old?: { gen: string; at: number }[];
}

/** The partition of all streams. */
export const streamsPk = 'STREAMS';

export const streamKey = (sid: string): Key => ({ pk: streamsPk, sk: sid });

export const streamOf = ({ sk, source, stream, ...item }: Item): StreamItem =>
  ({ ...item, sid: sk, source: fromOrderText(source as string), stream: fromOrderText(stream as string) }) as unknown as StreamItem;
