import type { CuratedRecord, List, RecordsQuery, RecordVersion } from '@twl/contracts';
import { asOf, differences, shownVersions } from '@twl/pipeline';
import { NotFoundError, requireLast, type Clock, type RecordReader, type SourceCatalog } from '@twl/ports';
import type { ListQuery, Lists } from '../paging/lists';
import { RecordDeletedError } from '../views/gone-errors';
import { contentOf } from '../views/record-content';

/** Reads the curated records. */
export class Records {
  constructor(
    private readonly reader: RecordReader,
    private readonly lists: Lists,
    private readonly kept: { catalog: SourceCatalog; clock: Clock },
  ) {}

  list(query: RecordsQuery): Promise<List<CuratedRecord>> {
    return this.lists.page('records', query, (asked) => this.reader.list(asked));
  }

  async get(id: string): Promise<CuratedRecord> {
    const record = await this.reader.get(id);
    if (!record) throw new NotFoundError('record', id);
    return record;
  }

  /** One that the source still lists. @throws NotFoundError, RecordDeletedError */
  async getShown(id: string): Promise<CuratedRecord> {
    return shown(await this.get(id));
  }

  /** As it was shown at a moment. @throws NotFoundError when there was none of it, or none is kept from then; RecordDeletedError */
  async getAsOf(id: string, moment: string, deleted?: 'include'): Promise<CuratedRecord> {
    const record = await this.get(id);
    const then = asOf(record, await this.allVersions(record), moment);
    if (!then) throw new NotFoundError(`version, as of ${moment}, of the record`, id);
    return deleted ? then : shown(then);
  }

  /** What differs between two versions, by their numbers. @throws NotFoundError */
  async diff(id: string, { from, to }: { from: number; to: number }) {
    const versions = await this.allVersions(await this.get(id));
    const contentAt = (number: number) => {
      const found = versions.find(({ version }) => version === number);
      if (!found) throw new NotFoundError(`version ${number} of the record`, id);
      return contentOf(found);
    };
    return { id, from, to, changes: differences(contentAt(from), contentAt(to)) };
  }

  /** Newest first. A position is the number of the last version shown, and where it came from. */
  async versions(id: string, query: ListQuery): Promise<List<RecordVersion>> {
    const all = await this.allVersions(await this.get(id));
    return this.lists.page(`versions of ${id}`, query, async ({ limit, after }) => {
      const rest = after === undefined ? all : behind(all, after);
      const items = rest.slice(0, limit);
      return { items, next: rest.length > limit ? placeOf(requireLast(items)) : null };
    });
  }

  /** Those that are not over, newest first. */
  private async allVersions({ id, source, stream }: CuratedRecord): Promise<RecordVersion[]> {
    return shownVersions(this.kept, { source, stream }, await this.reader.versions(id));
  }
}

const placeOf = ({ version, rawRef: { key, itemIndex } }: RecordVersion): string => JSON.stringify([version, key, itemIndex]);

/** The versions behind a place. A page that comes late can give a version another number: it is known by where it came from. */
function behind(versions: RecordVersion[], place: string): RecordVersion[] {
  const [number, key, index] = JSON.parse(place) as [number, string, number];
  const at = versions.findIndex(({ rawRef }) => rawRef.key === key && rawRef.itemIndex === index);
  return at < 0 ? versions.filter(({ version }) => version < number) : versions.slice(at + 1);
}

function shown(record: CuratedRecord): CuratedRecord {
  if (record.deletedAt !== undefined) throw new RecordDeletedError(record.id, record.deletedAt);
  return record;
}
