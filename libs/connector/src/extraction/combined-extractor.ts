import type { Extractor, Located, ReadablePage } from '../roles/roles';
import type { MissingList } from '../session/missing-list';

/** The items of several extractors: of all of them in turn, or of the first one that finds any. */
export class CombinedExtractor implements Extractor {
  constructor(
    private readonly extractors: readonly Extractor[],
    private readonly options: { firstMatch: boolean; skipEmpty: boolean },
  ) {}

  async *extract(page: ReadablePage): AsyncGenerator<readonly Located[], void> {
    const { firstMatch, skipEmpty } = this.options;
    for (const extractor of this.extractors) {
      let any = false;
      for await (const items of extractor.extract(page)) {
        const found = skipEmpty ? items.filter(({ value }) => !isEmptyRecord(value)) : items;
        any ||= found.length > 0;
        if (found.length > 0) yield found;
      }
      if (any && firstMatch) return;
    }
  }

  async errors(page: ReadablePage): Promise<string | undefined> {
    return this.extractors[0]?.errors?.(page);
  }

  /** The first missing list, where none of the extractors finds an empty one. */
  async missing(page: ReadablePage): Promise<MissingList | undefined> {
    const found: (MissingList | undefined)[] = [];
    for (const extractor of this.extractors) found.push(await extractor.missing?.(page));
    return found.includes(undefined) ? undefined : found[0];
  }
}

const isEmptyRecord = (value: Located['value']): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
