import type { CuratedRecord, List, RecordsQuery, RecordVersion } from '@twl/contracts';
import { recordAsOf, diffJson, shownVersions } from '@twl/pipeline';
import { NotFoundError, requireLast, type Clock, type RecordReader, type SourceCatalog } from '@twl/ports';
import type { ListQuery, Lists } from '../paging/lists';
import { RecordDeletedError } from '../views/deleted-errors';
import { contentOf } from '../views/record-content';

/** Reads the curated records. */
export class Records {
  constructor(
    private readonly reader: RecordReader,
    private readonly lists: Lists,
    private readonly retention: { catalog: SourceCatalog; clock: Clock },
  ) {}

  list(query: RecordsQuery): Promise<List<CuratedRecord>> {
    return this.lists.page('records', query, (storeQuery) => this.reader.list(storeQuery));
  }

  async get(id: string): Promise<CuratedRecord> {
    const record = await this.reader.get(id);
    if (!record) throw new NotFoundError('record', id);
    return record;
  }

  /** Returns a record that is not deleted. @throws NotFoundError, RecordDeletedError */
  async getShown(id: string): Promise<CuratedRecord> {
    return assertNotDeleted(await this.get(id));
  }

  /** Returns a record as of a time. @throws NotFoundError if it has no version of that time, or the version has expired; RecordDeletedError */
  async getAsOf(id: string, moment: string, deleted?: 'include'): Promise<CuratedRecord> {
    const record = await this.get(id);
    const then = recordAsOf(record, await this.allVersions(record), moment);
    if (!then) throw new NotFoundError(`version, as of ${moment}, of the record`, id);
    return deleted ? then : assertNotDeleted(then);
  }

  /** Compares two versions, given by their numbers. @throws NotFoundError */
  async diff(id: string, { from, to }: { from: number; to: number }) {
    const versions = await this.allVersions(await this.get(id));
    const contentAt = (number: number) => {
      const found = versions.find(({ version }) => version === number);
      if (!found) throw new NotFoundError(`version ${number} of the record`, id);
      return contentOf(found);
    };
    return { id, from, to, changes: diffJson(contentAt(from), contentAt(to)) };
  }

  /** Lists versions, newest first. The list position is the number and origin of the last version returned. */
  async versions(id: string, query: ListQuery): Promise<List<RecordVersion>> {
    const all = await this.allVersions(await this.get(id));
    return this.lists.page(`versions of ${id}`, query, async ({ limit, after }) => {
      const rest = after === undefined ? all : versionsAfter(all, after);
      const items = rest.slice(0, limit);
      return { items, next: rest.length > limit ? positionOf(requireLast(items)) : null };
    });
  }

  /** Returns the versions within the retention, newest first. */
  private async allVersions({ id, source, stream }: CuratedRecord): Promise<RecordVersion[]> {
    return shownVersions(this.retention, { source, stream }, await this.reader.versions(id));
  }
}

const positionOf = ({ version, rawRef: { key, itemIndex } }: RecordVersion): string => JSON.stringify([version, key, itemIndex]);

/** Returns the versions after a list position. They are found by origin, because a delayed page can renumber versions. */
function versionsAfter(versions: RecordVersion[], position: string): RecordVersion[] {
  const [number, key, index] = JSON.parse(position) as [number, string, number];
  const at = versions.findIndex(({ rawRef }) => rawRef.key === key && rawRef.itemIndex === index);
  return at < 0 ? versions.filter(({ version }) => version < number) : versions.slice(at + 1);
}

function assertNotDeleted(record: CuratedRecord): CuratedRecord {
  if (record.deletedAt !== undefined) throw new RecordDeletedError(record.id, record.deletedAt);
  return record;
}
