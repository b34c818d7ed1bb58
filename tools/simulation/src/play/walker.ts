import type { RecordReader } from '@twl/ports';

/** What walks over the record list found wrong; `snapshot` gives every record as it is shown at one moment. */
export interface Walks {
  snapshot(): Promise<Map<string, string>>;
  wrong: string[];
}

/** Walks the record list page by page: each record once that was there when the walk began, as it was then. */
export const walk = async (reader: RecordReader, walks: Walks): Promise<void> => {
  const before = await walks.snapshot();
  const seen = new Map<string, string>();
  let begun = before;
  let after: string | undefined;
  do {
    const { items, next } = await reader.list({ sort: '-updatedAt', limit: 2, ...(after ? { after } : {}) });
    if (after === undefined) begun = await walks.snapshot();
    for (const record of items) {
      if (seen.has(record.id)) walks.wrong.push(`I10 ${record.id} was shown twice in one walk`);
      seen.set(record.id, JSON.stringify(record));
    }
    after = next ?? undefined;
  } while (after !== undefined);
  for (const [id, record] of before) {
    // What changed while the walk began may be shown either way.
    if (begun.get(id) === record && seen.get(id) !== record) walks.wrong.push(`I10 ${id} was not shown as it was when the walk began`);
  }
  for (const id of seen.keys())
    if (!before.has(id) && !begun.has(id)) walks.wrong.push(`I10 ${id} was shown, and came after the walk began`);
};
