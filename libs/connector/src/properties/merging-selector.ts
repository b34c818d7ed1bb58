import type { JsonObject } from '@twl/contracts';
import { isJsonObject, setKey } from '@twl/json';
import { requireFirst } from '@twl/ports';
import type { ReadablePage, RecordSelector, Selected } from '../roles/roles';
import type { MissingList } from '../session/missing-list';
import { pagePartsOf } from './page-parts';

type SelectedRecord = Extract<Selected, { kind: 'record' }>;

/** Selects the records of pages of several responses, and puts the parts of one record together. */
export class MergingSelector implements RecordSelector {
  constructor(
    private readonly each: RecordSelector,
    private readonly mergeKey: ((record: JsonObject) => string | undefined) | undefined,
  ) {}

  get decoder(): RecordSelector['decoder'] {
    return this.each.decoder;
  }

  /** The missing list of the first response: the others have the same records. */
  async missing(page: ReadablePage): Promise<MissingList | undefined> {
    return this.each.missing?.({ ...page, body: requireFirst(pagePartsOf(page.body, page.headers)) });
  }

  async errors(page: ReadablePage): Promise<string | undefined> {
    for (const body of pagePartsOf(page.body, page.headers)) {
      const errors = await this.each.errors?.({ ...page, body });
      if (errors !== undefined) return errors;
    }
    return undefined;
  }

  async *select(page: ReadablePage): AsyncIterable<readonly Selected[]> {
    const merged = new Map<string, SelectedRecord>();
    let [index, itemsOfLastResponse] = [0, 0];
    for (const body of pagePartsOf(page.body, page.headers)) {
      itemsOfLastResponse = 0;
      for await (const items of this.each.select({ ...page, body })) {
        itemsOfLastResponse += items.length;
        const alone = items.filter((item) => !this.isMerged(item, merged));
        yield alone.map((item) => ({ ...item, index: index++ }));
      }
    }
    if (page.lastResponse) page.lastResponse.items = itemsOfLastResponse;
    yield [...merged.values()].map((item) => ({ ...item, index: index++ }));
  }

  /** Puts an item that has a key with those of the same key. */
  private isMerged(item: Selected, merged: Map<string, SelectedRecord>): boolean {
    const key = item.kind === 'record' ? this.mergeKey?.(item.data) : undefined;
    if (item.kind !== 'record' || key === undefined) return false;
    const first = merged.get(key);
    if (first) mergeInto(first.data, item.data);
    else merged.set(key, item);
    return true;
  }
}

const mergeInto = (target: JsonObject, source: JsonObject): void => {
  for (const [key, value] of Object.entries(source)) {
    const mine = target[key];
    if (isJsonObject(mine) && isJsonObject(value)) mergeInto(mine, value);
    else setKey(target, key, value);
  }
};
