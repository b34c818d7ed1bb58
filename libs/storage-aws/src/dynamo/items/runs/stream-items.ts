import { fromOrderText, toOrderText } from '@twl/ports';
import type { Key, TableAction, TableItem } from '../../table/action';
import { sidOf } from '../keys';

/** What is stored of a stream beside its records. */
export interface StreamItem {
  sid: string;
  source: string;
  stream: string;
  /** The generation that is shown, and the number of the newest one. */
  gen: string;
  newestGeneration: number;
  /** Number of the newest run, or of the newest whose page was applied; and how many runs there are. */
  newestRun: number;
  runs: number;
  /** The unsettled run: its id, its sort key and its phase. */
  activeRun?: string | undefined;
  activeRunKey?: string | undefined;
  phase?: string;
  /** Its lease: how often one was granted, the run that has it now, and until when, ms. */
  fence: number;
  leaseRun?: string | undefined;
  leaseUntil?: number;
  /** Sort keys of the newest run that was not skipped, the newest known with a result, and the newest known that ended well. */
  lastRunKey?: string | undefined;
  endedRunKey?: string | undefined;
  goodRunKey?: string | undefined;
  /** When the newest of all runs began, ms. */
  lastBeganAt?: number | undefined;
  /** The generation that was shown before, while its promotion is unfinished. */
  unfinished?: string;
  /** Generations that were given up, to be removed. */
  oldGenerations?: { gen: string; at: number }[] | undefined;
}

/** Attributes that have another name, or are written as JSON. */
interface StreamAttributes {
  q: number;
  seq: number;
  active?: string;
  activeSk?: string;
  leaseRun?: string;
  last?: string;
  ended?: string;
  good?: string;
  lastAt?: number;
  old?: StreamItem['oldGenerations'];
}

/** The partition of all streams. */
export const streamsPk = 'STREAMS';

export const streamKey = (sid: string): Key => ({ pk: streamsPk, sk: sid });

const readId = (text: string | undefined): string | undefined => (text === undefined ? undefined : (JSON.parse(text) as string));

/** Reads a stream. */
export const readStream = ({ pk: _pk, sk: sid, source, stream, ...item }: TableItem): StreamItem => {
  const { q, seq, active, activeSk, leaseRun, last, ended, good, lastAt, old, ...same } = item as unknown as StreamAttributes;
  return {
    ...{ ...same, sid, source: fromOrderText(source as string), stream: fromOrderText(stream as string) },
    ...{ newestGeneration: q, newestRun: seq, activeRun: readId(active), activeRunKey: activeSk, leaseRun: readId(leaseRun) },
    ...{ lastRunKey: last, endedRunKey: ended, goodRunKey: good, lastBeganAt: lastAt, oldGenerations: old },
  } as StreamItem;
};

/** Creates the item of a stream, as an action of the transaction that creates its first generation. */
export const createStream = (source: string, stream: string, gen: string): TableAction => ({
  is: 'stream',
  put: {
    ...streamKey(sidOf(source, stream)),
    ...{ source: toOrderText(source), stream: toOrderText(stream) },
    ...{ gen, q: 1, seq: 0, runs: 0, fence: 0 },
  },
  if: { text: 'attribute_not_exists(#pk)' },
});
