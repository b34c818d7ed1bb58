import { NotFoundError, suggest, type SourceCatalog } from '@twl/ports';
import type { Engine } from '@twl/ports';
import { UsageError } from './report-failure';

/** Where the names come from that a misspelt one is compared with. */
interface KnownNames {
  catalog: SourceCatalog;
  engine?: Pick<Engine, 'streamStates'>;
}

/** Adds the most similar name to an error about a source or a stream that does not exist; any other error stays as it is. */
export const withSuggestion = async (error: unknown, known: KnownNames): Promise<unknown> => {
  if (!(error instanceof NotFoundError) || !['source', 'stream'].includes(error.what)) return error;
  const names = await namesOf(known, error.what).catch(() => []);
  const similar = suggest(error.missing, names);
  return similar === undefined ? error : new UsageError(`${error.message}: did you mean ${similar}?`);
};

const namesOf = async ({ catalog, engine }: KnownNames, what: string): Promise<string[]> => {
  const sources = await catalog.list();
  const stored = (await engine?.streamStates.streams()) ?? [];
  if (what === 'source') return [...sources.map(({ name }) => name), ...stored.map(({ source }) => source)];
  const declared = sources.flatMap(({ name, streams }) => streams.map((stream) => `${name}.${stream.name}`));
  return [...declared, ...stored.map(({ source, stream }) => `${source}.${stream}`)];
};
