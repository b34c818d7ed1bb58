import { GenerationLeftError, type Generation, type RecordStore } from '@twl/ports';
import { abandonedGenerations } from './heartbeat';
import { building, notBuilding } from '../../items/records/built-generation-items';
import { exportRecords } from '../lists/export-records';
import { finishPromotion } from './finish-promotion';
import { changeState, createShards } from '../../items/records/counter-shards';
import { removeOld } from './remove-generation';
import { addOldGeneration, showGeneration, takeGeneration } from '../../items/runs/stream-generations';
import type { Building, TableParts } from '../../caches/table-parts';

/** Begins a generation of a stream. `storeOf` gives the store that writes into it. */
export const openGeneration = async (
  parts: TableParts,
  name: { source: string; stream: string },
  storeOf: (building: Building) => RecordStore,
): Promise<Generation> => {
  const { sid } = await parts.streams.make(name.source, name.stream);
  const gen = await parts.table.retryTransaction(() => begin(parts, sid));
  await removeOld(parts, sid);
  let isOver = false;
  return {
    store: storeOf({ ...name, sid, gen }),
    export: () => exportRecords(parts, [{ ...name, gen }]),
    promote: async () => {
      await parts.table.retryTransaction(() => promote(parts, sid, { gen, isOver }));
      isOver = true;
      await finishPromotion(parts, sid);
    },
    discard: async () => {
      await parts.table.retryTransaction(() => discard(parts, sid, { gen }));
      isOver = true;
    },
  };
};

const begin = async ({ table, streams, now }: TableParts, sid: string): Promise<string | 'again'> => {
  const stream = (await streams.bySid(sid))!;
  const gen = `${sid}.${stream.newestGeneration + 1}`;
  const actions = [takeGeneration(stream), building(sid, gen, now()), ...createShards(gen, 'building')];
  return (await table.transact(actions)) ? 'again' : gen;
};

/** One step for everybody: the stream points to the new generation, and the old one takes nothing more. */
const promote = async (parts: TableParts, sid: string, { gen, isOver }: { gen: string; isOver: boolean }): Promise<'done' | 'again'> => {
  const { table, streams, shards, now } = parts;
  const states = new Set((await shards.read(gen)).map(({ state }) => state));
  if (states.has('gone') && !isOver) throw new GenerationLeftError();
  if (!states.has('building')) return 'done';
  await finishPromotion(parts, sid);
  const { gen: before } = (await streams.bySid(sid))!;
  const turns = [...changeState(before, 'shown', 'gone'), ...changeState(gen, 'building', 'shown')];
  const show = showGeneration(sid, { gen, before, at: now() });
  const cancelled = await table.transact([show, notBuilding(sid, gen), ...turns]);
  for (const one of [before, gen]) shards.forget(one);
  streams.forget();
  return cancelled ? 'again' : 'done';
};

/** With `at` only if that was the last heartbeat of the process that builds it. */
const discard = async (
  { table, shards, now }: TableParts,
  sid: string,
  { gen, at }: { gen: string; at?: number },
): Promise<'done' | 'again'> => {
  if ((await shards.read(gen)).some(({ state }) => state !== 'building')) return 'done';
  const note = addOldGeneration(sid, { gen, at: now() });
  const cancelled = await table.transact([note, notBuilding(sid, gen, at), ...changeState(gen, 'building', 'gone')]);
  shards.forget(gen);
  const isAlive = at !== undefined && cancelled?.refused.some(({ is }) => is === 'built');
  return cancelled && !isAlive ? 'again' : 'done';
};

/**
 * Gives up the generations of a stream whose builders are dead, and removes what those hold that were given up a while ago:
 * so many items at most. @returns how many
 */
export const removeAbandoned = async (parts: TableParts, name: { source: string; stream: string }, limit: number): Promise<number> => {
  const stream = await parts.streams.find(name.source, name.stream);
  if (!stream) return 0;
  for (const abandoned of await abandonedGenerations(parts.table, stream.sid, parts.now()))
    await parts.table.retryTransaction(() => discard(parts, stream.sid, abandoned));
  return removeOld(parts, stream.sid, limit);
};
