import type { CuratedRecord, List, RecordsQuery, RecordVersion } from '@twl/contracts';
import { NotFoundError, type RecordReader } from '@twl/ports';
import type { Cursors } from '../paging/cursors';
import { walk, type ListQuery } from '../paging/walk';

/** Reads the curated records. */
export class Records {
  constructor(
    private readonly reader: RecordReader,
    private readonly cursors: Cursors,
  ) {}

  list(query: RecordsQuery): Promise<List<CuratedRecord>> {
    return walk({ cursors: this.cursors, list: 'records', query }, (asked) => this.reader.list(asked));
  }

  async get(id: string): Promise<CuratedRecord> {
    const record = await this.reader.get(id);
    if (!record) throw new NotFoundError('record', id);
    return record;
  }

  /** Newest first. A position is the number of the last version shown. */
  async versions(id: string, query: ListQuery): Promise<List<RecordVersion>> {
    const all = await this.reader.versions(id);
    if (all.length === 0) throw new NotFoundError('record', id);
    return walk({ cursors: this.cursors, list: `versions of ${id}`, query }, async ({ limit, after }) => {
      const rest = after === undefined ? all : all.filter(({ version }) => version < Number(after));
      const items = rest.slice(0, limit);
      return { items, next: rest.length > limit ? String(items.at(-1)!.version) : null };
    });
  }
}
