import { NotFoundError, type SourceCatalog, type SourceStream } from '@twl/ports';

/** Finds the declaration of a stream. @throws NotFoundError */
export const findStream = async (catalog: SourceCatalog, from: { source: string; stream: string }): Promise<SourceStream> => {
  const stream = (await catalog.get(from.source))?.streams.find(({ name }) => name === from.stream);
  if (!stream) throw new NotFoundError('stream', `${from.source}.${from.stream}`);
  return stream;
};
