import type { JsonObject } from '@twl/contracts';
import type { ReadablePage, RecordSelector, Selected } from '../component/roles';
import { isJsonObject, setKey } from '../document/json-object';
import { partsOf } from './page-parts';

type SelectedRecord = Extract<Selected, { kind: 'record' }>;

/** Selects the records of pages of several answers, and puts the parts of one record together. */
export class MergingSelector implements RecordSelector {
  constructor(
    private readonly each: RecordSelector,
    private readonly mergeKey: ((record: JsonObject) => string | undefined) | undefined,
  ) {}

  get decoder(): RecordSelector['decoder'] {
    return this.each.decoder;
  }

  async *select(page: ReadablePage): AsyncIterable<Selected> {
    const merged = new Map<string, SelectedRecord>();
    let index = 0;
    for (const body of partsOf(page.body, page.headers)) {
      for await (const item of this.each.select({ ...page, body })) {
        const key = item.kind === 'record' ? this.mergeKey?.(item.data) : undefined;
        if (item.kind !== 'record' || key === undefined) yield { ...item, index: index++ };
        else if (!merged.has(key)) merged.set(key, item);
        else mergeInto(merged.get(key)!.data, item.data);
      }
    }
    for (const item of merged.values()) yield { ...item, index: index++ };
  }
}

const mergeInto = (target: JsonObject, source: JsonObject): void => {
  for (const [key, value] of Object.entries(source)) {
    const mine = target[key];
    if (isJsonObject(mine) && isJsonObject(value)) mergeInto(mine, value);
    else setKey(target, key, value);
  }
};
