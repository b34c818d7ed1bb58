import type { Json } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import type { Decoder, Located, ReadablePage } from '../../roles/roles';
import { findItems } from '../../paths/field-path';

/** The items of a page at a path. */
export const findItemsAt = (
  decoder: Decoder,
  { body, headers }: ReadablePage,
  path: readonly string[],
): AsyncIterable<readonly Located[]> => decoder.itemsAt?.(body, path, { headers }) ?? inDocuments(decoder.decode(body, { headers }), path);

/** Maximum number of documents per array. */
const handful = 1000;

/** Yields the documents of a page: a list unchanged, an object without its absent fields. Documents before an error are yielded first. */
export async function* documentsOf(decoder: Decoder, { body, headers }: ReadablePage): AsyncGenerator<readonly Located[], void> {
  let found: Located[] = [];
  try {
    for await (const document of decoder.decode(body, { headers })) {
      if (!isEmptyObject(document.value)) found.push(document);
      if (found.length < handful) continue;
      yield found;
      found = [];
    }
  } catch (error) {
    if (found.length > 0) yield found;
    throw error;
  }
  if (found.length > 0) yield found;
}

const isEmptyObject = (value: Json): boolean => isJsonObject(value) && Object.keys(value).length === 0;

async function* inDocuments(documents: AsyncIterable<Located>, path: readonly string[]): AsyncGenerator<readonly Located[], void> {
  for await (const document of documents) yield document.refused ? [document] : [...findItems(document.value, path, document.pointer)];
}
