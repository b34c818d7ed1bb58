import type { List, SourceStatus } from '@twl/contracts';
import type { ListQuery, Lists } from '../paging/lists';
import { sorted, SourceReader, type SourcePorts } from './source-reader';

/** The list of sources with their status. */
export class Sources extends SourceReader {
  constructor(
    ports: SourcePorts,
    private readonly lists: Lists,
  ) {
    super(ports);
  }

  /** Lists sources by name. The list position is the name of the last source returned. */
  async list(query: ListQuery): Promise<List<SourceStatus>> {
    const declared = new Map((await this.ports.catalog.list()).map((source) => [source.name, source]));
    const stored = await this.stored();
    const names = sorted([...declared.keys(), ...stored.keys()]);
    return this.lists.page('sources', query, async ({ limit, after }) => {
      const rest = after === undefined ? names : names.filter((name) => name > after);
      const shown = rest.slice(0, limit);
      const items = await Promise.all(shown.map((name) => this.status(name, declared.get(name), stored)));
      return { items, next: rest.length > limit ? (shown.at(-1) ?? null) : null };
    });
  }
}
