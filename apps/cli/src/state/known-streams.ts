import { NotFoundError } from '@twl/ports';
import type { Runtime } from '@twl/runtime';

const runsLookedAt = 200;

/** Names of the streams of a source: those it has, and those that ran before. @throws NotFoundError */
export const knownStreams = async ({ catalog, engine }: Runtime, source: string, only: string | undefined): Promise<string[]> => {
  const declared = await catalog.get(source);
  const { items } = await engine.runs.list({ source, limit: runsLookedAt });
  const names = [...new Set([...(declared?.streams ?? []).map(({ name }) => name), ...items.map(({ stream }) => stream)])];
  if (!declared && items.length === 0) throw new NotFoundError('source', source);
  if (only === undefined) return names;
  const isKnown = names.includes(only) || (await engine.runs.state(source, only)) !== undefined;
  if (!isKnown) throw new NotFoundError('stream', `${source}.${only}`);
  return [only];
};
