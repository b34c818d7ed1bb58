import { NotFoundError } from '@twl/ports';
import type { Runtime } from '@twl/runtime';

/** Returns the names of the streams of a source: the declared ones, and those with runs. @throws NotFoundError */
export const knownStreams = async ({ catalog, engine }: Runtime, source: string, only: string | undefined): Promise<string[]> => {
  const declared = await catalog.get(source);
  const ran = (await engine.streamStates.streams()).filter((each) => each.source === source);
  const names = [...new Set([...(declared?.streams ?? []).map(({ name }) => name), ...ran.map(({ stream }) => stream)])];
  if (!declared && ran.length === 0) throw new NotFoundError('source', source);
  if (only === undefined) return names;
  const isKnown = names.includes(only) || (await engine.streamStates.state(source, only)) !== undefined;
  if (!isKnown) throw new NotFoundError('stream', `${source}.${only}`);
  return [only];
};
