import { requireFirst, type FetchedPage, type Payload } from '@twl/ports';
import { collectPayload } from '../payload/collect-payload';
import { SlicePayload } from '../payload/slice-payload';

/** Marks where the responses of one page end: their lengths in bytes. */
export const partsHeader = 'x-twl-parts';

/** One page of several responses, one after the other as they came. */
export const joinPages = async (pages: FetchedPage[]): Promise<FetchedPage> => {
  const first = requireFirst(pages);
  if (pages.length === 1) return first;
  const lengths = pages.map(({ body }) => body.bytes);
  const body = await collectPayload(concatenated(pages));
  await Promise.all(pages.map((page) => page.body.dispose()));
  return {
    ...first,
    headers: { ...first.headers, [partsHeader]: lengths.join(',') },
    requestLine: `${first.requestLine} in ${pages.length} parts`,
    body,
    same: false,
  };
};

const concatenated = async function* (pages: FetchedPage[]): AsyncIterable<Uint8Array> {
  for (const { body } of pages) yield* body.open();
};

/** The responses that a page consists of. */
export const pagePartsOf = (body: Payload, headers: Readonly<Record<string, string>>): Payload[] => {
  const lengths = headers[partsHeader]?.split(',').map(Number);
  if (!lengths) return [body];
  let from = 0;
  return lengths.map((length) => {
    const part = new SlicePayload(body, from, length);
    from += length;
    return part;
  });
};
