import { GenerationLeftError, type Generation, type RecordStore } from '@twl/ports';
import type { Action } from '../../table/action';
import { leftGenerations } from './built-generations';
import { building, notBuilding } from '../../items/records/built-generation-items';
import { exportRecords } from '../lists/export-records';
import { finishPromotion } from './finish-promotion';
import { laneKey, laneCount, newLanes, type GenerationState } from '../../items/records/counter-shards';
import { removeOld } from './remove-generation';
import { streamKey } from '../../items/runs/stream-items';
import type { Building, TableParts } from '../../caches/table-parts';

/** Begins a generation of a stream. `storeOf` gives the store that writes into it. */
export const openGeneration = async (
  parts: TableParts,
  name: { source: string; stream: string },
  storeOf: (building: Building) => RecordStore,
): Promise<Generation> => {
  const { sid } = await parts.streams.make(name.source, name.stream);
  const gen = await parts.table.insist(() => begin(parts, sid));
  await removeOld(parts, sid);
  let isOver = false;
  return {
    store: storeOf({ ...name, sid, gen }),
    export: () => exportRecords(parts, [{ ...name, gen }]),
    promote: async () => {
      await parts.table.insist(() => promote(parts, sid, { gen, isOver }));
      isOver = true;
      await finishPromotion(parts, sid);
    },
    discard: async () => {
      await parts.table.insist(() => discard(parts, sid, { gen }));
      isOver = true;
    },
  };
};

const begin = async ({ table, streams, now }: TableParts, sid: string): Promise<string | 'again'> => {
  const { q } = (await streams.bySid(sid))!;
  const gen = `${sid}.${q + 1}`;
  const number: Action = {
    is: 'stream',
    update: streamKey(sid),
    by: { text: 'SET #q = :next', values: { next: q + 1 } },
    if: { text: '#q = :q', values: { q } },
  };
  return (await table.transact([number, building(sid, gen, now()), ...newLanes(gen, 'building')])) ? 'again' : gen;
};

const turn = (gen: string, from: GenerationState, to: GenerationState): Action[] =>
  Array.from({ length: laneCount }, (_, lane) => ({
    is: 'lane',
    update: laneKey(gen, lane),
    by: { text: 'SET #x = :to', values: { to } },
    if: { text: '#x = :from', values: { from } },
  }));

/** One step for everybody: the stream points to the new generation, and the old one takes nothing more. */
const promote = async (parts: TableParts, sid: string, { gen, isOver }: { gen: string; isOver: boolean }): Promise<'done' | 'again'> => {
  const { table, streams, lanes, now } = parts;
  const states = new Set((await lanes.read(gen)).map(({ x }) => x));
  if (states.has('gone') && !isOver) throw new GenerationLeftError();
  if (!states.has('building')) return 'done';
  await finishPromotion(parts, sid);
  const { gen: before } = (await streams.bySid(sid))!;
  const point: Action = {
    is: 'stream',
    update: streamKey(sid),
    by: {
      text: 'SET #gen = :gen, #unfinished = :before, #old = list_append(if_not_exists(#old, :none), :old)',
      values: { gen, before, none: [], old: [{ gen: before, at: now() }] },
    },
    if: { text: '#gen = :before AND attribute_not_exists(#unfinished)', values: { before } },
  };
  const turns = [...turn(before, 'shown', 'gone'), ...turn(gen, 'building', 'shown')];
  const cancelled = await table.transact([point, notBuilding(sid, gen), ...turns]);
  for (const one of [before, gen]) lanes.forget(one);
  streams.forget();
  return cancelled ? 'again' : 'done';
};

/** With `at` only if that was the last sign of life of whoever builds it. */
const discard = async (
  { table, lanes, now }: TableParts,
  sid: string,
  { gen, at }: { gen: string; at?: number },
): Promise<'done' | 'again'> => {
  if ((await lanes.read(gen)).some(({ x }) => x !== 'building')) return 'done';
  const note: Action = {
    is: 'stream',
    update: streamKey(sid),
    by: { text: 'SET #old = list_append(if_not_exists(#old, :none), :old)', values: { none: [], old: [{ gen, at: now() }] } },
  };
  const cancelled = await table.transact([note, notBuilding(sid, gen, at), ...turn(gen, 'building', 'gone')]);
  lanes.forget(gen);
  const isAlive = at !== undefined && cancelled?.refused.some(({ is }) => is === 'built');
  return cancelled && !isAlive ? 'again' : 'done';
};

/**
 * Gives up the generations of a stream that were left by whoever built them, and removes what those hold that were given up a while ago:
 * so many items at most. @returns how many
 */
export const removeLeft = async (parts: TableParts, name: { source: string; stream: string }, limit: number): Promise<number> => {
  const stream = await parts.streams.find(name.source, name.stream);
  if (!stream) return 0;
  for (const left of await leftGenerations(parts.table, stream.sid, parts.now()))
    await parts.table.insist(() => discard(parts, stream.sid, left));
  return removeOld(parts, stream.sid, limit);
};
