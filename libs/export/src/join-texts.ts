/** Characters that are joined before they are passed on. */
const chunkLength = 256 * 1024;

/** Joins texts to chunks of UTF-8, because each chunk on its own costs a step of every consumer. */
export async function* joinTexts(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array, void> {
  let held = '';
  for await (const text of texts) {
    held += text;
    if (held.length < chunkLength) continue;
    yield Buffer.from(held);
    held = '';
  }
  if (held !== '') yield Buffer.from(held);
}
