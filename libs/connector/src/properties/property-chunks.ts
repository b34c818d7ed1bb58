/** How properties are divided among requests. */
export interface ChunkRules {
  limit: number | undefined;
  countsCharacters: boolean;
  /** Properties that every request asks for. */
  always: string[];
}

/** Length of a delimiter between two properties in a URL. */
const delimiterLength = 3;

/** Divides properties so that no request asks for more than the limit. */
export const chunkProperties = (properties: string[], { limit, countsCharacters, always }: ChunkRules): string[][] => {
  if (!limit) return [[...properties, ...always]];
  const chunks: string[][] = [];
  let chunk = [...always];
  let size = 0;
  for (const property of properties) {
    const length = countsCharacters ? property.length + delimiterLength : 1;
    if (size + length > limit) {
      chunks.push(chunk);
      chunk = [...always];
      size = 0;
    }
    chunk.push(property);
    size += length;
  }
  return [...chunks, chunk];
};
