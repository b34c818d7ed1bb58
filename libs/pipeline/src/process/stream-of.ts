import { NotFoundError, type SourceCatalog, type SourceStream } from '@twl/ports';

/** The stream that something came from, as it is declared now. @throws NotFoundError */
export const streamOf = async (catalog: SourceCatalog, from: { source: string; stream: string }): Promise<SourceStream> => {
  const stream = (await catalog.get(from.source))?.streams.find(({ name }) => name === from.stream);
  if (!stream) throw new NotFoundError('stream', `${from.source}.${from.stream}`);
  return stream;
};
