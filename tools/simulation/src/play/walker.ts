import type { RecordReader } from '@twl/ports';

/** What walks over the record list found wrong; `snapshot` gives every record as it is shown at one moment. */
export interface Walks {
  snapshot(): Promise<Map<string, string>>;
  wrong: string[];
}

/** Walks the record list page by page: each record at most once, and every record that does not change meanwhile. */
export const walk = async (reader: RecordReader, walks: Walks): Promise<void> => {
  const before = await walks.snapshot();
  const seen = new Set<string>();
  let after: string | undefined;
  do {
    const { items, next } = await reader.list({ sort: '-updatedAt', limit: 2, ...(after ? { after } : {}) });
    for (const { id } of items) {
      if (seen.has(id)) walks.wrong.push(`I10 ${id} was shown twice in one walk`);
      seen.add(id);
    }
    after = next ?? undefined;
  } while (after !== undefined);
  const now = await walks.snapshot();
  for (const [id, record] of before)
    if (!seen.has(id) && now.get(id) === record) walks.wrong.push(`I10 ${id} was not shown though it did not change`);
};
