import { GenerationAbandonedError, type ContractStore, type Generation, type RecordStore } from '@twl/ports';
import type { Building, GenerationParts } from '../../caches/parts';
import { putBuilt, removeBuilt } from '../../items/records/built-generation-items';
import { changeState, createShards } from '../../items/records/counter-shards';
import { addOldGeneration, showGeneration, takeGeneration } from '../../items/runs/stream-generations';
import { exportRecords } from '../lists/export-records';
import { finishPromotion } from './finish-promotion';
import { abandonedGenerations } from './heartbeat';
import { removeOldGenerations } from './remove-generation';

/** Begins a generation of a stream. `storeOf` returns the store that writes into it. */
export const openGeneration = async (
  parts: GenerationParts,
  name: { source: string; stream: string },
  storeOf: (building: Building) => RecordStore & ContractStore,
): Promise<Generation> => {
  const { sid } = await parts.streams.findOrCreate(name.source, name.stream);
  const gen = await parts.table.retryTransaction(() => beginGeneration(parts, sid));
  await removeOldGenerations(parts, sid);
  let isOver = false;
  const store = storeOf({ ...name, sid, gen });
  return {
    ...{ store, contracts: store },
    export: () => exportRecords(parts, [{ ...name, gen }]),
    promote: async () => {
      await parts.table.retryTransaction(() => promoteGeneration(parts, sid, { gen, isOver }));
      isOver = true;
      await finishPromotion(parts, sid);
    },
    discard: async () => {
      await parts.table.retryTransaction(() => discardGeneration(parts, sid, { gen }));
      isOver = true;
    },
  };
};

const beginGeneration = async ({ table, streams, environment }: GenerationParts, sid: string): Promise<string | 'again'> => {
  const stream = await streams.requireStream(sid);
  const gen = `${sid}.${stream.newestGeneration + 1}`;
  const actions = [takeGeneration(stream), putBuilt(sid, gen, environment.now()), ...createShards(gen, 'building')];
  return (await table.transact(actions)) ? 'again' : gen;
};

/** One transaction: the stream points to the new generation, and the old one is closed for commits. */
const promoteGeneration = async (
  parts: GenerationParts,
  sid: string,
  { gen, isOver }: { gen: string; isOver: boolean },
): Promise<'done' | 'again'> => {
  const { table, streams, environment } = parts;
  const { shards } = parts.generations;
  const states = new Set((await shards.read(gen)).map(({ state }) => state));
  if (states.has('dropped') && !isOver) throw new GenerationAbandonedError();
  if (!states.has('building')) return 'done';
  await finishPromotion(parts, sid);
  const { gen: before } = await streams.requireStream(sid);
  const turns = [...changeState(before, 'shown', 'dropped'), ...changeState(gen, 'building', 'shown')];
  const show = showGeneration(sid, { gen, before, at: environment.now() });
  const cancelled = await table.transact([show, removeBuilt(sid, gen), ...turns]);
  for (const one of [before, gen]) shards.forget(one);
  streams.clear();
  return cancelled ? 'again' : 'done';
};

/** With `at` only if that was the last heartbeat of the process that builds it. */
const discardGeneration = async (
  { table, generations: { shards }, environment }: GenerationParts,
  sid: string,
  { gen, at }: { gen: string; at?: number },
): Promise<'done' | 'again'> => {
  if ((await shards.read(gen)).some(({ state }) => state !== 'building')) return 'done';
  const note = addOldGeneration(sid, { gen, at: environment.now() });
  const cancelled = await table.transact([note, removeBuilt(sid, gen, at), ...changeState(gen, 'building', 'dropped')]);
  shards.forget(gen);
  const isAlive = at !== undefined && cancelled?.refused.some(({ is }) => is === 'built');
  return cancelled && !isAlive ? 'again' : 'done';
};

/**
 * Gives up the generations of a stream whose building process is dead, and removes at most so many items of those given up a while ago.
 * @returns how many items were removed
 */
export const removeAbandoned = async (parts: GenerationParts, name: { source: string; stream: string }, limit: number): Promise<number> => {
  const stream = await parts.streams.find(name.source, name.stream);
  if (!stream) return 0;
  for (const abandoned of await abandonedGenerations(parts.table, stream.sid, parts.environment.now()))
    await parts.table.retryTransaction(() => discardGeneration(parts, stream.sid, abandoned));
  return removeOldGenerations(parts, stream.sid, limit);
};
