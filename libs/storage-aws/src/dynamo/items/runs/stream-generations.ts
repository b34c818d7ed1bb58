import type { TableAction } from '../../table/action';
import type { ConditionalUpdate } from '../../table/expression';
import { streamKey, type StreamItem } from './stream-items';

/** Takes the next number of a generation, if no other process did since the stream was read. */
export const takeGeneration = ({ sid, newestGeneration: number }: StreamItem): TableAction => ({
  ...{ is: 'stream', update: streamKey(sid) },
  by: { text: 'SET #q = :next', values: { next: number + 1 } },
  if: { text: '#q = :q', values: { q: number } },
});

/** Shows a generation in place of the previous one; the promotion is unfinished then. `at` in ms. */
export const showGeneration = (sid: string, { gen, before, at }: { gen: string; before: string; at: number }): TableAction => ({
  ...{ is: 'stream', update: streamKey(sid) },
  by: {
    text: 'SET #gen = :gen, #unfinished = :before, #old = list_append(if_not_exists(#old, :none), :old)',
    values: { gen, before, none: [], old: [{ gen: before, at }] },
  },
  if: { text: '#gen = :before AND attribute_not_exists(#unfinished)', values: { before } },
});

/** Notes that a promotion is finished. */
export const finishChange = (before: string): ConditionalUpdate => ({
  by: { text: 'REMOVE #unfinished' },
  if: { text: '#unfinished = :before', values: { before } },
});

/** Notes that a generation was given up. `at` in ms. */
export const addOldGeneration = (sid: string, old: { gen: string; at: number }): TableAction => ({
  ...{ is: 'stream', update: streamKey(sid) },
  by: { text: 'SET #old = list_append(if_not_exists(#old, :none), :old)', values: { none: [], old: [old] } },
});

/** Notes that the first of the old generations is removed. */
export const removeOldGeneration = (gen: string): ConditionalUpdate => ({
  by: { text: 'REMOVE #old[0]' },
  if: { text: '#old[0].#gen = :gen', values: { gen } },
});

/** Numbers the next run above one whose page was applied. */
export const reachRun = (seq: number): ConditionalUpdate => ({
  by: { text: 'SET #seq = :seq' },
  if: { text: '#seq < :seq', values: { seq } },
});
